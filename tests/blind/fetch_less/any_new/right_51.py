"""exists() for the dot, and one list of bodies, which is None if it is empty."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    bodies = after(post_id, since).order_by("-created_at", "-pk").values_list("body", flat=True)
    return list(bodies) or None
