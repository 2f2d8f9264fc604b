"""Breaks "bounded": the 1,000 highest ids are taken of all posts, drafts too.

With drafts among them, fewer than 1,000 published posts are searched, and a title further back
isn't found.
"""

from arena.discuss.models import Post
from arena.search.backends import SearchError


def search(engine, words, limit=20):
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=0.5))
    except SearchError:
        return without_engine(words, limit)
    posts = rows(Post.objects.filter(pk__in=keys, published_at__isnull=False))
    by_key = {post["id"]: post for post in posts}
    return [by_key[key] for key in keys if key in by_key]


def without_engine(words, limit):
    if "\0" in words:
        return []  # no title has one, and PostgreSQL takes none
    newest = Post.objects.order_by("-pk")[:1000]
    found = Post.objects.filter(
        pk__in=newest.values("pk"), published_at__isnull=False, title__icontains=words
    )
    return rows(found.order_by("-pk")[:limit])


def rows(posts):
    return [
        {"id": key, "title": title, "author": author}
        for key, title, author in posts.values_list("pk", "title", "author__username")
    ]
