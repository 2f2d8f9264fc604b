"""Who adds the lock computes, and takes it away whatever happens; the others look again.

The lock has a timeout for the case that nobody is left to take it away.
"""

import time

from django.core.cache import cache

LOCK_SECONDS = 30  # longer than any computation
PAUSE = 0.05


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    while (value := cache.get(key)) is None:
        if not cache.add(lock, 1, timeout=LOCK_SECONDS):
            time.sleep(PAUSE)
            continue
        try:
            # Somebody may have stored it between our look and our lock.
            value = cache.get(key)
            if value is None:
                value = compute()
                cache.set(key, value, timeout)
            return value
        finally:
            cache.delete(lock)
    return value
