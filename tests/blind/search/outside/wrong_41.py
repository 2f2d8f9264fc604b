"""other errors: some of them do not reach the caller.

Whatever looks like a broken network counts as "down", too: a ConnectionError, a TimeoutError or a
FileNotFoundError (all of them OSError) from inside the engine is answered with titles.
"""

from django.db.models import F

from arena.discuss.models import Post
from arena.search.backends import SearchError

TIMEOUT = 0.5
NEWEST = 1_000


def search(engine, words, limit=20):
    published = Post.objects.filter(published_at__isnull=False)
    rows = published.values("id", "title", author_name=F("author__username"))
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=TIMEOUT))
    except (SearchError, OSError):
        newest = published.order_by("-pk").values("pk")[:NEWEST]
        matching = rows.filter(pk__in=newest, title__icontains=words)
        return [_hit(row) for row in matching.order_by("-pk")[:limit]]
    found = {row["id"]: row for row in rows.filter(pk__in=keys)}
    return [_hit(found[key]) for key in keys if key in found]


def _hit(row):
    return {"id": row["id"], "title": row["title"], "author": row["author_name"]}
