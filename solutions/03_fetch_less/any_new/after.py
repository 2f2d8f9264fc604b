"""exists() for the dot, which needs no row; no exists() for the list, which fetches them anyway."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    if comments:  # fetches the rows, and the loop reads the same ones
        return [comment.body for comment in comments]
    return None
