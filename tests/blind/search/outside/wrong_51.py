"""Breaks "engine" (and "gone").

It asks the engine for twice as many hits, to fill the places of deleted posts and drafts: the engine is not called with `limit`, and a
list with a deleted post in it is not shorter.
"""

from arena.discuss.models import Post
from arena.search.backends import SearchError


def search(engine, words, limit=20):
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    try:
        keys = engine.search("posts", words, limit=limit * 2, timeout=0.5)
    except SearchError:
        newest = Post.objects.filter(published_at__isnull=False).order_by("-pk")[:1000]
        posts = published.filter(pk__in=newest.values("pk"), title__icontains=words).order_by("-pk")
    else:
        by_key = published.in_bulk(keys)
        posts = [by_key[key] for key in keys if key in by_key]
    return [{"id": post.pk, "title": post.title, "author": post.author.username} for post in posts[:limit]]
