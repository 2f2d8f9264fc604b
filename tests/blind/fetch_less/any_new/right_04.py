"""RIGHT: counts, but inside a subquery with LIMIT 1, so that it counts to one and stops. The list is a loop."""

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


def any_new(post_id, since):
    # SELECT COUNT(*) FROM (SELECT ... LIMIT 1)
    return after(post_id, since).values("pk")[:1].count() == 1


def new_comments(post_id, since):
    bodies = None
    rows = after(post_id, since).order_by("-created_at", "-pk").values_list("body")
    for (body,) in rows:
        if bodies is None:
            bodies = []
        bodies.append(body)
    return bodies
