"""Looks for each word by itself, so a title with both and not side by side is found.

Breaks: down
Fails: down
"""

from arena.discuss.models import Post
from arena.search.backends import SearchError

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
RECENT = 1000


def search(engine, words, limit=20):
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.5)
    except SearchError:
        posts = without_engine(words, limit)
    else:
        found = PUBLISHED.in_bulk(keys)
        posts = [found[key] for key in keys if key in found]
    return [row(post) for post in posts]


def without_engine(words, limit):
    # Without a bound, every search would read every title as long as the engine is down.
    recent = PUBLISHED.order_by("-pk").values("pk")[:RECENT]
    found = PUBLISHED.filter(pk__in=recent).order_by("-pk")
    for word in words.split():
        found = found.filter(title__icontains=word)
    return found[:limit]


def row(post):
    return {"id": post.pk, "title": post.title, "author": post.author.username}
