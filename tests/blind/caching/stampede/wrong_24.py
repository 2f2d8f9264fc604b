"""WRONG (rule: one computation): releases whatever lock there is: who hung until the lock expired deletes the next one's, and a third computes beside it."""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"once:lock:{key}"
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if cache.add(lock, 1, timeout=30):
            try:
                value = cache.get(key)
                if value is None:
                    value = compute()
                    cache.add(key, value, timeout)
                return value
            finally:
                cache.delete(lock)
        time.sleep(0.1)
