"""An empty text stands for nothing, and an untitled post has the same.

A stand-in must be something that can never be a value. People who post without a title now seem to
have posted nothing.

Breaks: title
Fails: titles
"""

from django.core.cache import cache

from arena.discuss.models import Post


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key)
    if title is None:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first() or ""
        cache.set(key, title, timeout=300)
    return title or None
