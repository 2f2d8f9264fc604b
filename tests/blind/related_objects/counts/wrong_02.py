"""WRONG (limit: work): joins comments and likes of a post: 200 of each are 40 000 rows to count."""

from django.db.models import Count, Q

from arena.discuss.models import Post


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    page = list(posts.values_list("pk", "title")[:limit])
    counts = {
        row["pk"]: row
        for row in Post.objects.filter(pk__in=[pk for pk, _ in page])
        .values("pk")
        .annotate(
            # distinct: each comment is there once for each like, and the other way round.
            n_comments=Count("comments", filter=Q(comments__is_approved=True), distinct=True),
            n_likes=Count("likes", distinct=True),
        )
    }
    none = {"n_comments": 0, "n_likes": 0}
    rows = []
    for pk, title in page:
        found = counts.get(pk, none)
        rows.append(
            {"title": title, "comments": found["n_comments"], "likes": found["n_likes"]}
        )
    return rows
