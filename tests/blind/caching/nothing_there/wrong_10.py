"""WRONG (rule: default cache): from the 20th visit on, a popular person's answer is in a variable for a minute.

Each process then has its own answer, and does not ask the cache, even after that has been cleared.
"""

import time
from collections import Counter

from django.core.cache import cache

from arena.discuss.models import Post

MISSING = object()
POPULAR = 20
SECONDS = 60

visits = Counter()
popular = {}


def shared(user_id):
    key = f"latest_post:{user_id}"
    title = cache.get(key, MISSING)
    if title is MISSING:
        posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
        newest = posts.order_by("-published_at", "-pk").values_list("title", flat=True)
        title = newest.first()
        cache.set(key, title, timeout=300)
    return title


def latest_post(user_id):
    title, until = popular.get(user_id, (None, 0))
    if time.monotonic() < until:
        return title
    title = shared(user_id)
    visits[user_id] += 1
    if visits[user_id] >= POPULAR:
        popular[user_id] = title, time.monotonic() + SECONDS
    return title
