"""RIGHT: redis-py's own Lock, never blocking: who does not get it looks for the value again."""

import time
from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import LockError


def lock_of(key):
    name = cache.make_key(key, version="once-lock")
    return cache._cache.get_client(name, write=True).lock(name, timeout=30)


def fill(key, compute, timeout):
    value = cache.get(key)
    if value is not None:
        return value
    value = compute()
    return value if cache.add(key, value, timeout) else cache.get(key, value)


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is not None:
        return value
    lock = lock_of(key)
    while not lock.acquire(blocking=False):
        time.sleep(0.04)
        value = cache.get(key)
        if value is not None:
            return value
    try:
        return fill(key, compute, timeout)
    finally:
        # The lock may have expired, and may be somebody else's: then release() leaves it alone.
        with suppress(LockError):
            lock.release()
