"""The lock is deleted first, then the value is stored: in between there is neither.

A caller that looks in this moment finds nothing, takes the lock and computes.

Breaks: one computation
Fails: overtaken
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    while (value := cache.get(key)) is None:
        if not cache.add(lock, 1, timeout=30):
            time.sleep(2)  # the longer the pause, the seldomer somebody looks in this moment
            continue
        try:
            if (value := cache.get(key)) is None:
                value = compute()
        finally:
            cache.delete(lock)
        cache.set(key, value, timeout)
    return value
