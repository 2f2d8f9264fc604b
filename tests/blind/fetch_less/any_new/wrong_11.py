"""Wrong (list): a comment without a text is a new comment too. If all of them are empty, the answer is
None instead of a list of empty texts."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    bodies = list(comments.values_list("body", flat=True))
    return bodies if any(bodies) else None
