"""Every caller that has waited for the lock computes too: eight computations, one after the other.

Breaks: one computation
Fails: stampede
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is None:
        while not cache.add(f"{key}:lock", 1, timeout=30):
            time.sleep(0.05)
        try:
            value = compute()
            cache.set(key, value, timeout)
        finally:
            cache.delete(f"{key}:lock")
    return value
