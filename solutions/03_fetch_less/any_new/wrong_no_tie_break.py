"""Orders by the time alone: the database decides which of two comments of one moment comes first.

Breaks: list
Fails: answer
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    comments = comments.order_by("-created_at")
    return [comment.body for comment in comments] or None
