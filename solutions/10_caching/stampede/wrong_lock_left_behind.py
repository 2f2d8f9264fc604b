"""The lock is deleted only when all went well: after an error everybody waits until it expires.

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
        value = cache.get_or_set(key, compute, timeout)
        cache.delete(lock)
    return value
