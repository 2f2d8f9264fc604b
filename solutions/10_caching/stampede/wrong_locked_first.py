"""The lock comes first, also for a value that is there: three round trips, and callers who queue.

Breaks: trips
Fails: trips
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    while not cache.add(lock, 1, timeout=30):
        time.sleep(0.01)
    try:
        value = cache.get(key)
        if value is None:
            value = compute()
            cache.set(key, value, timeout)
        return value
    finally:
        cache.delete(lock)
