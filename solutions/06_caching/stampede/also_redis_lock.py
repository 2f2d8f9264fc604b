"""The lock of redis-py: it has a token, so that nobody takes away the lock of somebody else.

That happens when a computation takes longer than the lock lives.
"""

from django.core.cache import cache


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is None:
        client = cache._cache.get_client(None, write=True)
        lock = client.lock(f"lock:{key}", timeout=30, sleep=0.05)
        with lock:
            value = cache.get(key)
            if value is None:
                value = compute()
                cache.set(key, value, timeout)
    return value
