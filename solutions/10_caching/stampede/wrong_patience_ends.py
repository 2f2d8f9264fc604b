"""A caller that has waited for five seconds computes too: in the slowest hour everybody does.

Patience must be longer than the longest computation, like the life of the lock.

Breaks: long
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
