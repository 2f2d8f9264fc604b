"""Every exception counts as "no post", and not only the IndexError of an empty result.

The database fails once, and somebody with a hundred posts has none for five minutes.

Breaks: title
Fails: failure
"""

from django.core.cache import cache

from arena.discuss.models import Post

MISSING = object()


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key, MISSING)
    if title is MISSING:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        try:
            title = newest[0]
        except Exception:
            title = None
        cache.set(key, title, timeout=300)
    return title
