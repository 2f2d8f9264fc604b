"""redis-py's own Lock, tried without blocking between looks at the cache, guards compute() and add()."""

import time

from django.core.cache import cache
from redis.exceptions import LockNotOwnedError

LOCK_SECONDS = 35
NOTHING = object()


def lock_for(key):
    name = cache.make_key(key, version="computing")
    client = cache._cache.get_client(name, write=True)
    return client.lock(name, timeout=LOCK_SECONDS, blocking=False)


def once(key, compute, timeout=60):
    if (value := cache.get(key, NOTHING)) is not NOTHING:
        return value
    lock = lock_for(key)
    while not lock.acquire():
        time.sleep(0.1)
        if (value := cache.get(key, NOTHING)) is not NOTHING:
            return value
    try:
        if (value := cache.get(key, NOTHING)) is NOTHING:
            value = compute()
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)  # we hung, and somebody else took over
        return value
    finally:
        try:
            lock.release()
        except LockNotOwnedError:
            pass
