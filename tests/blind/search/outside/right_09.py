"""in_bulk() with the author joined; without the engine, the key of the 1,000th post is the bound."""

from arena.discuss.models import Post
from arena.search import backends


def published():
    posts = Post.objects.filter(published_at__isnull=False).select_related("author")
    return posts.only("title", "author__username")


def as_row(post):
    return {"id": post.pk, "title": post.title, "author": post.author.username}


def search(engine, words, limit=20):
    is_up = True
    try:
        keys = list(engine.search("posts", words, limit=limit, timeout=0.5))
    except backends.SearchError:
        is_up = False
    if is_up:
        posts = published().in_bulk(keys)
        return [as_row(posts[key]) for key in keys if key in posts]
    if "\x00" in words or not limit:
        return []
    ids = Post.objects.filter(published_at__isnull=False).order_by("-pk").values_list("pk", flat=True)
    lowest = next(iter(ids[999:1000]), None)
    found = published().filter(title__icontains=words)
    if lowest is not None:
        found = found.filter(pk__gte=lowest)
    return [as_row(post) for post in found.order_by("-pk")[:limit]]
