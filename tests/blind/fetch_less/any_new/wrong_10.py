"""Wrong (one row): one row comes back, but the database counts every new comment for it."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).count() > 0


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
