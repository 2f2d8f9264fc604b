"""WRONG: one query. The dot is mended, but new_comments() still sends exists() before the list."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk").values_list("body", flat=True)
    if not comments.exists():
        return None
    return list(comments)
