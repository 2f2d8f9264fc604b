"""Wrong (one row): first() orders by the primary key. PostgreSQL fetches and sorts all new comments, or
reads the whole table from its oldest row on, before it returns one."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).only("pk").first() is not None


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
