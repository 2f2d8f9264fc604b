"""WRONG (limit: trips): if two clients miss together, one asks the cache every 20 ms until the other is done.

Alone, a call takes 2 trips. Next to a query of a tenth of a second, it takes about ten.
"""

import time

from django.core.cache import cache

from arena.discuss.models import Post

ASKING = ...  # somebody asks the database right now; Ellipsis stays itself when unpickled


def find(user_id):
    posts = Post.objects.filter(author_id=user_id, published_at__isnull=False)
    return posts.order_by("-published_at", "-pk").values_list("title", flat=True).first()


def latest_post(user_id):
    key = f"latest_post:{user_id}"
    while not cache.add(key, ASKING, timeout=10):
        title = cache.get(key, ASKING)
        if title is not ASKING:
            return title
        time.sleep(0.02)
    try:
        title = find(user_id)
    except BaseException:
        cache.delete(key)
        raise
    cache.set(key, title, timeout=300)
    return title
