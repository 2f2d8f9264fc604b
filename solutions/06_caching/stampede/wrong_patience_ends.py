"""Whoever has waited for five seconds computes by themselves: in the slowest hour everybody does.

Patience has to be longer than the longest computation, as the life of the lock has to be.

Fails: long
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    for _ in range(100):
        value = cache.get(key)
        if value is not None:
            return value
        if cache.add(lock, 1, timeout=30):
            try:
                return cache.get_or_set(key, compute, timeout)
            finally:
                cache.delete(lock)
        time.sleep(0.05)
    return compute()
