"""WRONG (rule: other keys): keys share 1024 claims by their checksum; two keys with the same one wait for each other's computation."""

import time
import zlib
from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import LockError

SLOTS = 1024


def lock_of(key):
    # A fixed number of short names, whatever keys are asked for.
    slot = zlib.crc32(cache.make_key(key).encode()) % SLOTS
    name = cache.make_key(slot, version="once-lock")
    return cache._cache.get_client(name, write=True).lock(name, timeout=30)


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
        value = cache.get(key)
        if value is None:
            value = compute()
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)
        return value
    finally:
        with suppress(LockError):
            lock.release()
