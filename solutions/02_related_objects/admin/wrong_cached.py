"""Names are remembered for as long as the process lives: after a change they are old.

Breaks: rows
Fails: answer
"""

from functools import cache

from django.contrib import admin

from arena.accounts.models import User


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    list_select_related = ["author", "post__contest", "parent"]
    show_full_result_count = False
    autocomplete_fields = ["author", "post", "parent"]
    search_fields = ["body"]
    ordering = ["-pk"]

    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and name(comment.parent.author_id)


@cache
def name(person):
    return User.objects.get(pk=person).username
