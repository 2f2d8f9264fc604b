"""The time that it takes to compute is taken off the timeout.

What takes 20 seconds is cached for 40 seconds instead of 60.

Breaks: value
Fails: timeout
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
            value = cache.get(key)
            if value is None:
                began = time.monotonic()
                value = compute()
                took = int(time.monotonic() - began)
                cache.set(key, value, max(1, timeout - took))
            return value
        finally:
            cache.delete(lock)
    return value
