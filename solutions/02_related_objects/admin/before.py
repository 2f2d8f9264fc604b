"""The admin's list of comments takes ten seconds, and the form of a comment longer.

Arena's moderators open the list of comments in Django's admin: a hundred rows, each with the
people and the contest around a comment. The form of a comment offers every person, every post
and every comment in its select boxes.

Change CommentAdmin so that both pages stay fast as Arena grows. People and posts are registered
in the admin as well, with search_fields.

Rules:
- rows: the list has the same columns and rows, with the same text in each cell.
- form: moderators can still change author, post and parent to any other one.

Allowed:
- list: 5 queries, however many comments.
- count: one COUNT over comments for a list, also for a filtered one.
- choices: 30 rows fetched for a form, however many people, posts and comments.
"""

from django.contrib import admin


class CommentAdmin(admin.ModelAdmin):
    list_display = ["label", "contest", "answers_to", "is_approved"]
    list_filter = ["is_approved"]
    search_fields = ["body"]
    ordering = ["-pk"]

    # TODO: which attributes of ModelAdmin decide what the list joins, what it counts, and what
    # a form offers?
    def label(self, comment):
        return f"{comment.author} on {comment.post}"

    def contest(self, comment):
        return comment.post.contest

    def answers_to(self, comment):
        return comment.parent and comment.parent.author
