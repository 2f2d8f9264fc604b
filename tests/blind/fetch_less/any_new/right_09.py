"""Right: one row without an order, and a queryset that is evaluated once."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return len(after(post_id, since).order_by().values_list("pk")[:1]) == 1


def new_comments(post_id, since):
    rows = after(post_id, since).order_by("created_at", "pk").reverse().values("body")
    if not rows:
        return None
    return [row["body"] for row in rows]
