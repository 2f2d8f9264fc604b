"""one computation

The caller that has computed deletes the lock, also when it is no longer theirs: one that hung until its
lock expired and then fails takes away the lock of the one that computes now, and a third computes
at the same time.
"""

import time

from django.core.cache import cache

MISSING = object()
LOCK_SECONDS = 30


def once(key, compute, timeout=60):
    while True:
        value = cache.get(key, MISSING)
        if value is not MISSING:
            return value
        if cache.add(key, True, LOCK_SECONDS, version="lock"):
            break
        time.sleep(0.05)
    try:
        value = cache.get(key, MISSING)
        if value is MISSING:
            value = compute()
            cache.set(key, value, timeout)
        return value
    finally:
        cache.delete(key, version="lock")
