"""WRONG: breaks "rows": the paginator takes PostgreSQL's estimate; if that is stale (-1 before the first ANALYZE), the list has one page with all comments."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.utils.functional import cached_property


class EstimatingPaginator(Paginator):
    @cached_property
    def count(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = 'discuss_comment'::regclass"
            )
            return cursor.fetchone()[0]


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    paginator = EstimatingPaginator
    autocomplete_fields = ["author", "post", "parent"]

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
