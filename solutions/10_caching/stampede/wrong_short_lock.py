"""The lock lives for five seconds, and the computation takes longer: another caller begins, too.

And the first one then deletes a lock that belongs to the second.

Breaks: long
Fails: long
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    while (value := cache.get(key)) is None:
        if not cache.add(lock, 1, timeout=5):
            time.sleep(0.05)
            continue
        try:
            return cache.get_or_set(key, compute, timeout)
        finally:
            cache.delete(lock)
    return value
