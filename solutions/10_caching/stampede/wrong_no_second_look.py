"""The caller that gets the lock computes without another look: the value may have come by then.

Between a look and a lock there is time for another caller to compute, store and delete the lock.

Breaks: one computation
Fails: overtaken
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    if (value := cache.get(key)) is not None:
        return value
    if not cache.add(lock, 1, timeout=30):
        while cache.get(lock):
            time.sleep(0.05)
        return once(key, compute, timeout)
    try:
        value = compute()
        cache.set(key, value, timeout)
        return value
    finally:
        cache.delete(lock)
