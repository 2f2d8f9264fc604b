"""The lock is deleted after a value and after an Exception, which SystemExit is not.

A worker that is told to stop while it computes ends with SystemExit, and its lock stays.

Breaks: errors
Fails: raises
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    while (value := cache.get(key)) is None:
        if not cache.add(lock, 1, timeout=30):
            time.sleep(0.05)
            continue
        try:
            value = cache.get_or_set(key, compute, timeout)
        except Exception:
            cache.delete(lock)
            raise
        cache.delete(lock)
    return value
