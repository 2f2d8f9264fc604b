"""WRONG (rule: losses): when the key expires between the two looks, somebody who has posted gets None."""

from django.core.cache import cache

from arena.discuss.models import Post


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return newest.first()


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    if cache.has_key(key):
        return cache.get(key)
    title = find(user_id)
    cache.set(key, title, timeout=300)
    return title
