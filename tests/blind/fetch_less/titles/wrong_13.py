"""Wrong, queries: the list is fetched by thousands, so that 1,000 published posts need 2 queries."""

from django.db.models import Q

from arena.discuss.models import Post

BATCH = 1000


def link(pk):
    return f"/posts/{pk}/"


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    lines = []
    rest = published
    while True:
        rows = list(rest.values_list("pk", "title", "author_id")[:BATCH])
        lines += [
            {"link": link(pk), "title": title, "author": author} for pk, title, author in rows
        ]
        if len(rows) < BATCH:
            return lines
        last = rows[-1][0]
        date = Post.objects.filter(pk=last).values("published_at")[:1]
        rest = published.filter(
            Q(published_at__lt=date) | Q(published_at=date, pk__lt=last)
        )
