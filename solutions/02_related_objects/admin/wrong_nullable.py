"""A comment that answers none shows the empty value of a join, and its own row is lost.

Breaks: rows
Fails: answer
"""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    autocomplete_fields = ["author", "post", "parent"]
    search_fields = ["body"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(post__contest__isnull=False)

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
