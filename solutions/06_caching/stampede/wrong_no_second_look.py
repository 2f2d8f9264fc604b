"""Whoever gets the lock computes, without another look: the value may have come in the meantime.

Between a look and a lock there is time enough for somebody else to compute, to store the value and
to take their lock away.

Fails: overtaken
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
            value = compute()
            cache.set(key, value, timeout)
            return value
        finally:
            cache.delete(lock)
    return value
