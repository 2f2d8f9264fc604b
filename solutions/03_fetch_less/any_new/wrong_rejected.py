"""Comments that a moderator rejected light the dot as well.

Breaks: dot
Fails: answer
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return Comment.objects.filter(post=post_id, created_at__gt=since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return [comment.body for comment in comments] or None
