"""list

Whether there are new comments is told by their bodies. It shows if each of them has an empty body:
None comes instead of a list of empty texts.
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    bodies = list(comments.values_list("body", flat=True))
    return bodies if any(bodies) else None
