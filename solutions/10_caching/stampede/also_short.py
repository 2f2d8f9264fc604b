"""The shortest form: after a failure the callers that wait compute one after the other.

Eight of them, and a computation that fails after half a second: the last one waits four seconds.
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
            return cache.get_or_set(key, compute, timeout)
        finally:
            cache.delete(lock)
    return value
