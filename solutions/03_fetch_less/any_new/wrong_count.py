"""count() > 0 fetches one number, and the database has to find every new comment for it.

Breaks: one row
Fails: dot
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).count() > 0


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return [comment.body for comment in comments] or None
