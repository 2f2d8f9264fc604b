"""Wrong (one query): iterator() does not use what the test has fetched. With new comments the list sends
two queries, without any only one."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    bodies = comments.values_list("body", flat=True)
    if not bodies:
        return None
    return list(bodies.iterator())
