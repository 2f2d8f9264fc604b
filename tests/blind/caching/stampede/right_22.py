"""Right: the lock of the redis client, whose release checks its owner."""

import time
from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import LockError


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is not None:
        return value
    client = cache._cache.get_client(None, write=True)
    lock = client.lock(cache.make_key(key, version="lock"), timeout=35, thread_local=False)
    while not lock.acquire(blocking=False):
        time.sleep(0.03)
        value = cache.get(key)
        if value is not None:
            return value
    try:
        value = cache.get(key)
        if value is None:
            value = compute()
            cache.set(key, value, timeout=timeout)
    finally:
        with suppress(LockError):
            lock.release()
    return value
