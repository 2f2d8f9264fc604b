"""The lock gets the timeout of the value: for a value of an hour a dead process blocks an hour.

How long a computation may take has nothing to do with how long its value is good.

Breaks: dead process
Fails: dies
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    while (value := cache.get(key)) is None:
        if not cache.add(lock, 1, timeout=max(timeout, 30)):
            time.sleep(0.05)
            continue
        try:
            return cache.get_or_set(key, compute, timeout)
        finally:
            cache.delete(lock)
    return value
