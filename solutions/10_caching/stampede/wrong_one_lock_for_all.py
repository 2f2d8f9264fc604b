"""One lock for every key: a visitor of the short list waits for the long one.

Breaks: other keys
Fails: others
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    while (value := cache.get(key)) is None:
        if not cache.add("lock", 1, timeout=30):
            time.sleep(0.05)
            continue
        try:
            return cache.get_or_set(key, compute, timeout)
        finally:
            cache.delete("lock")
    return value
