"""RIGHT: two queries: the page's keys, then those posts with one join and two filtered counts."""

from django.db.models import Count, Q

from arena.discuss.models import Post

PUBLISHED = Q(published_at__isnull=False)
ORDER = ("-published_at", "-pk")


def rows_of(pks, since):
    approved = Q(comments__is_approved=True)
    posts = (
        Post.objects.filter(PUBLISHED, pk__in=pks)
        .annotate(
            number=Count("comments", filter=approved),
            fresh=Count("comments", filter=approved & Q(comments__created_at__gte=since)),
        )
        .order_by(*ORDER)
    )
    for post in posts.values("title", "number", "fresh"):
        yield {"title": post["title"], "comments": post["number"], "new": post["fresh"]}


def page(since, limit=100):
    pks = list(Post.objects.filter(PUBLISHED).order_by(*ORDER).values_list("pk", flat=True)[:limit])
    return list(rows_of(pks, since))
