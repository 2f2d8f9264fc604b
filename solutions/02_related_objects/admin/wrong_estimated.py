"""Without a filter, the number of comments is what PostgreSQL estimated at the last ANALYZE.

Breaks: rows
Fails: answer
"""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection


class Estimated(Paginator):
    @property
    def count(self):
        if not self.object_list.query.where:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT reltuples::bigint FROM pg_class WHERE relname = 'discuss_comment'"
                )
                [estimate] = cursor.fetchone()
            if estimate > 0:
                return estimate
        return self.object_list.count()


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["author", "post__contest", "parent__author"]
    show_full_result_count = False
    autocomplete_fields = ["author", "post", "parent"]
    search_fields = ["body"]
    ordering = ["-pk"]
    paginator = Estimated

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
