"""rows

The contests are few, so the admin keeps them in a dictionary as long as the process lives. It
shows in the second list after a contest got another title: the cell has the old text.
"""

from django.contrib import admin

from arena.contests.models import Contest


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post", "parent__author"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["author", "post", "parent"]

    _contests = {}

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        pk = comment.post.contest_id
        if pk is not None and pk not in self._contests:
            self._contests.update(Contest.objects.in_bulk())
        return self._contests.get(pk)

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
