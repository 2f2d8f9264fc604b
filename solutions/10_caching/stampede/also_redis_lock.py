"""redis-py's own lock: its token prevents that one caller releases the lock of another.

That would happen when a computation takes longer than the lock lives. The client is one of our own:
the one inside of Django's cache, `cache._cache`, is private.
"""

import redis
from django.conf import settings
from django.core.cache import cache

client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is None:
        with client.lock(f"lock:{key}", timeout=30, sleep=0.05):
            value = cache.get(key)
            if value is None:
                value = compute()
                cache.set(key, value, timeout)
    return value
