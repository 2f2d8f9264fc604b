"""choices

Only the form of an existing comment searches; the form for a new one still has its select boxes
with everything. It shows when a moderator opens the page to add a comment.
"""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_autocomplete_fields(self, request):
        # A comment that is there is seldom moved; a new one needs all its choices at a glance.
        match = request.resolver_match
        if match and "object_id" in match.kwargs:
            return ["author", "post", "parent"]
        return []

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
