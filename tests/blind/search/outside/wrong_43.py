"""bounded: drafts and gaps count among the 1,000 posts.

It takes the thousand keys below the highest one. Where drafts or deleted posts lie between, these
are fewer than 1,000 published posts, and a title that should be found among the last is not.
"""

from django.db.models import F, Max

from arena.discuss.models import Post
from arena.search.backends import SearchError

TIMEOUT = 0.5
NEWEST = 1_000


def search(engine, words, limit=20):
    published = Post.objects.filter(published_at__isnull=False)
    rows = published.values("id", "title", author_name=F("author__username"))
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=TIMEOUT))
    except SearchError:
        highest = published.aggregate(key=Max("pk"))["key"] or 0
        matching = rows.filter(pk__gt=highest - NEWEST, title__icontains=words)
        return [_hit(row) for row in matching.order_by("-pk")[:limit]]
    found = {row["id"]: row for row in rows.filter(pk__in=keys)}
    return [_hit(found[key]) for key in keys if key in found]


def _hit(row):
    return {"id": row["id"], "title": row["title"], "author": row["author_name"]}
