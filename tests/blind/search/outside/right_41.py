"""Hits come by key in one query and are put in the engine's order; else titles down to a key."""

from django.db.models import F, Subquery
from django.db.models.functions import Coalesce

from arena.discuss.models import Post
from arena.search.backends import SearchError

TIMEOUT = 0.5
NEWEST = 1_000


def search(engine, words, limit=20):
    published = Post.objects.filter(published_at__isnull=False).order_by("-pk")
    rows = published.values("id", "title", author_name=F("author__username"))
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=TIMEOUT))
    except SearchError:
        # The key of the last of the newest posts, or none if there are fewer.
        last = Subquery(published.values("pk")[NEWEST - 1 : NEWEST])
        matching = rows.filter(pk__gte=Coalesce(last, 0), title__icontains=words)
        return [_hit(row) for row in matching[:limit]]
    found = {row["id"]: row for row in rows.filter(pk__in=keys)}
    return [_hit(found[key]) for key in keys if key in found]


def _hit(row):
    return {"id": row["id"], "title": row["title"], "author": row["author_name"]}
