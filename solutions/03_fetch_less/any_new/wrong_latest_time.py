"""Compares the time of the latest comment. The database reads all comments of the post for that.

Breaks: one row
Fails: dot
"""

from django.db.models import Max

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    comments = Comment.objects.filter(post=post_id, is_approved=True)
    latest = comments.aggregate(latest=Max("created_at"))["latest"]
    return latest is not None and latest > since


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return [comment.body for comment in comments] or None
