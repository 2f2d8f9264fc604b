"""4096 locks for all keys, chosen by a checksum: two keys with the same one wait for each other.

With 76 computations at the same time it is more likely than not that two of them share a lock.

Breaks: other keys
Fails: many
"""

import time
from zlib import crc32

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock = f"lock:{crc32(key.encode()) % 4096}"
    while (value := cache.get(key)) is None:
        if not cache.add(lock, 1, timeout=30):
            time.sleep(0.05)
            continue
        try:
            return cache.get_or_set(key, compute, timeout)
        finally:
            cache.delete(lock)
    return value
