"""The names as columns of the same query, and no COUNT at all."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import F


class NoCount(Paginator):
    count = 10**12  # no list is longer, so each row is on a page


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    paginator = NoCount
    show_full_result_count = False
    raw_id_fields = ["author", "post", "parent"]

    def get_queryset(self, request):
        named = super().get_queryset(request)
        return named.annotate(
            by=F("author__username"),
            on=F("post__title"),
            of=F("post__contest__title"),
            to=F("parent__author__username"),
        )

    def label(self, comment):
        return f"{comment.by} on {comment.on}"

    def contest(self, comment):
        return comment.of

    def answers_to(self, comment):
        return comment.to
