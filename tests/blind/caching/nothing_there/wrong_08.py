"""WRONG (limit: queries): an empty title is cached and never used: each call for it sends the query again."""

from django.core.cache import cache

from arena.discuss.models import Post

NOTHING = False  # no text, and not None


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    cached = cache.get(key)
    if cached:
        return cached
    if cached is NOTHING:
        return None
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    title = newest.first()
    cache.set(key, NOTHING if title is None else title, timeout=300)
    return title
