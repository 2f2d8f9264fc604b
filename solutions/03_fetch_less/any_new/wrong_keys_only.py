"""Only the keys are fetched, and still all of them: a tenth of the bytes, and every row.

Breaks: one row
Fails: dot
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return bool(after(post_id, since).values_list("pk"))


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return [comment.body for comment in comments] or None
