"""losses

It asks whether the key is there, and then for its value. A key that is lost or expires between the
two gives None for somebody who has published posts.
"""

from django.core.cache import cache

from arena.discuss.models import Post


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    if cache.has_key(key):
        return cache.get(key)
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    title = newest.first()
    cache.set(key, title, timeout=300)
    return title
