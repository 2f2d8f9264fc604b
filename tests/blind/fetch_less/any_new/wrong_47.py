"""dot

The number of rows is returned, 1 or 0, not True or False. It shows where the type matters: in JSON,
in a test with "is True", or in a template that shows it.
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return len(after(post_id, since).values("pk")[:1])


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
