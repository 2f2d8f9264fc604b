"""The lock and its timeout come in two commands: who dies in between leaves a lock for ever.

Fails: dies
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    client = cache._cache.get_client(None, write=True)
    lock = f"lock:{key}"
    while (value := cache.get(key)) is None:
        if not client.setnx(lock, 1):
            time.sleep(0.05)
            continue
        client.expire(lock, 30)
        try:
            return cache.get_or_set(key, compute, timeout)
        finally:
            client.delete(lock)
    return value
