"""The newest comment is one row, but the database sorts all new comments to find it.

Breaks: one row
Fails: dot
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).order_by("-created_at").first() is not None


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return [comment.body for comment in comments] or None
