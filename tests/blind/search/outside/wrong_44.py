"""down: posts whose title does not contain `words`, but each of them somewhere, are found.

The fallback looks for word after word. With "sort count" it finds "Don't sort what you can count";
and two spaces between words, or one around them, do not matter, although they are part of `words`.
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
    except SearchError:
        newest = published.order_by("-pk").values("pk")[:NEWEST]
        matching = rows.filter(pk__in=newest)
        for word in words.split():
            matching = matching.filter(title__icontains=word)
        return [_hit(row) for row in matching.order_by("-pk")[:limit]]
    found = {row["id"]: row for row in rows.filter(pk__in=keys)}
    return [_hit(found[key]) for key in keys if key in found]


def _hit(row):
    return {"id": row["id"], "title": row["title"], "author": row["author_name"]}
