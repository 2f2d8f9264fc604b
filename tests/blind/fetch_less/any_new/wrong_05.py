"""WRONG: list ("ties go to the higher id"). latest-first by sorting in Python on created_at alone: sort() with reverse=True keeps ties in the order of the rows, lowest id first."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    found = list(after(post_id, since).order_by("pk").values("created_at", "body"))
    if not found:
        return None
    found.sort(key=lambda comment: comment["created_at"], reverse=True)
    return [comment["body"] for comment in found]
