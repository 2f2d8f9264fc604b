"""WRONG (rule: one computation): who misses the value just before it is stored, and claims just after, does not look again and computes it a second time."""

import time
from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import LockError


def lock_of(key):
    name = cache.make_key(key, version="once-lock")
    return cache._cache.get_client(name, write=True).lock(name, timeout=30)


def once(key, compute, timeout=60):
    lock = lock_of(key)
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if lock.acquire(blocking=False):
            break
        time.sleep(0.04)
    # Nothing is cached, and it is our turn.
    try:
        value = compute()
        cache.set(key, value, timeout)
        return value
    finally:
        with suppress(LockError):
            lock.release()
