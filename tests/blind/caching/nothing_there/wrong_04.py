"""WRONG (rule: losses): if the cache loses the key between `in` and get(), somebody with a post gets None."""

from django.core.cache import cache

from arena.discuss.models import Post


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    if key in cache:
        return cache.get(key)  # None too
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    title = newest.first()
    cache.set(key, title, timeout=300)
    return title
