"""one row

The dot asks for the newest one and takes the first: the database must find all new comments and
sort them before it can send one row. It shows in the plan, with a post that has many new comments.
"""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    newest = after(post_id, since).order_by("-created_at").values_list("pk", flat=True)
    return newest.first() is not None


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
