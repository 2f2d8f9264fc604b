"""A lock without a timeout: if the process dies while it computes, nobody ever computes again.

finally does not help: a killed process runs no more Python.

Breaks: dead process
Fails: dies
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"{key}:lock"
    while (value := cache.get(key)) is None:
        if not cache.add(lock, 1, timeout=None):
            time.sleep(0.05)
            continue
        try:
            return cache.get_or_set(key, compute, timeout)
        finally:
            cache.delete(lock)
    return value
