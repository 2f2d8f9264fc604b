"""A lock against a stampede, around a query of a millisecond: four round trips more than the query.

Breaks: trips
Fails: trips
"""

import time

from django.core.cache import cache

from arena.discuss.models import Post

MISSING = object()


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
    return newest.first()


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    while (title := cache.get(key, MISSING)) is MISSING:
        if cache.add(f"{key}:lock", 1, timeout=10):
            title = find(user_id)
            cache.set(key, title, timeout=300)
            cache.delete(f"{key}:lock")
            return title
        time.sleep(0.01)
    return title
