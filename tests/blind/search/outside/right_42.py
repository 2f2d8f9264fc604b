"""in_bulk() with select_related() for the hits; a limited subquery of keys for the fallback."""

from arena.discuss.models import Post
from arena.search.backends import SearchError


def _published():
    return Post.objects.filter(published_at__isnull=False)


def _hits(engine, words, limit):
    posts = _published().select_related("author").only("title", "author__username")
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        newest = _published().order_by("-pk").values("pk")[:1000]
        return posts.filter(pk__in=newest, title__icontains=words).order_by("-pk")[:limit]
    by_key = posts.in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def search(engine, words, limit=20):
    return [
        {"id": post.pk, "title": post.title, "author": post.author.username}
        for post in _hits(engine, words, limit)
    ]
