"""One computes, and the others get None instead of waiting: seven visitors see no numbers.

Breaks: value
Fails: stampede
"""

from django.core.cache import cache


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is None and cache.add(f"{key}:lock", 1, timeout=30):
        try:
            value = compute()
            cache.set(key, value, timeout)
        finally:
            cache.delete(f"{key}:lock")
    return value
