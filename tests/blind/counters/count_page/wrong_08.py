"""WRONG (limit: queries): one query for every 500 posts: 4 queries from 1001 posts on, and so forth."""

from django.db.models import Count, Q

from arena.discuss.models import Comment, Post

BATCH = 500  # keeps IN (...) short


def count(pks, since):
    return (
        Comment.objects.filter(post_id__in=pks, is_approved=True)
        .values("post_id")
        .annotate(number=Count("pk"), fresh=Count("pk", filter=Q(created_at__gte=since)))
    )


def page(since, limit=100):
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "comments": 0, "new": 0}
        for pk, title in published.values_list("pk", "title")[:limit]
    }
    pks = list(rows)
    for start in range(0, len(pks), BATCH):
        for numbers in count(pks[start : start + BATCH], since):
            row = rows[numbers["post_id"]]
            row["comments"] = numbers["number"]
            row["new"] = numbers["fresh"]
    return list(rows.values())
