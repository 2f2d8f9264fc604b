"""The form of a new comment still offers everything in its select boxes.

Breaks: choices
Fails: choices
"""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    search_fields = ["body"]
    ordering = ["-pk"]

    def get_autocomplete_fields(self, request):
        match = request.resolver_match
        is_old = match and "object_id" in match.kwargs
        return ["author", "post", "parent"] if is_old else []

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
