"""Wrong (dot): returns the id of a new comment, which is true, but not True."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return next(iter(after(post_id, since).values_list("pk", flat=True)[:1]), False)


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
