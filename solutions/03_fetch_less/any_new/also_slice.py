"""A slice of one row is as good as exists(), and an empty list says that there is nothing."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return bool(after(post_id, since)[:1])


def new_comments(post_id, since):
    newest = after(post_id, since).order_by("-created_at", "-pk")
    return list(newest.values_list("body", flat=True)) or None
