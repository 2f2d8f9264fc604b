"""RIGHT: one query with a FilteredRelation, read row by row into a dictionary that keeps the order."""

from django.db.models import FilteredRelation, Q

from arena.discuss.models import Post


def queue(limit=50):
    newest = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("pk")[:limit]
    )
    joined = (
        Post.objects.filter(pk__in=newest)
        .annotate(held=FilteredRelation("comments", condition=Q(comments__is_approved=False)))
        .order_by("-published_at", "-pk", "-held__created_at", "-held__id")
        .values_list("pk", "title", "held__id", "held__author__username", "held__body")
    )
    rows = {}
    for pk, title, comment, author, body in joined:
        row = rows.setdefault(pk, {"title": title, "waiting": 0, "comments": []})
        if comment is not None:
            row["waiting"] += 1
            row["comments"].append({"author": author, "body": body})
    return list(rows.values())
