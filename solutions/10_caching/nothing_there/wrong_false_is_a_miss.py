"""`if not title` takes None for a miss, and an empty title as well.

Breaks: queries
Fails: nothing
"""

from django.core.cache import cache

from arena.discuss.models import Post


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key)
    if not title:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first()
        cache.set(key, title, timeout=300)
    return title
