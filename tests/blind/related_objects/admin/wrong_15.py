"""Wrong, rows: the count of each list is remembered for a minute. A second look, after comments were
added or deleted, has pages for the old number: a list that had 100 then shows all of 101 on a page."""

import time

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNTS = {}
SECONDS = 60


class RememberingPaginator(Paginator):
    @cached_property
    def count(self):
        key = str(self.object_list.order_by().values("pk").query)
        number, until = COUNTS.get(key, (None, 0))
        if until < time.monotonic():
            number = self.object_list.count()
            COUNTS[key] = (number, time.monotonic() + SECONDS)
        return number


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["author", "post", "parent"]
    paginator = RememberingPaginator

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
