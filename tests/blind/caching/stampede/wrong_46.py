"""dead process

The lock gets its expiry by a second command, after it is taken: a process that dies or hangs
between the two leaves a lock that never expires.
"""

import time
import uuid

from django.core.cache import cache

MISSING = object()
LOCK_SECONDS = 30


def acquire(key, token):
    if not cache.add(key, token, timeout=None, version="lock"):
        return False
    cache.touch(key, LOCK_SECONDS, version="lock")
    return True


def release(key, token):
    if cache.get(key, version="lock") == token:
        cache.delete(key, version="lock")


def once(key, compute, timeout=60):
    token = uuid.uuid4().hex
    while (value := cache.get(key, MISSING)) is MISSING:
        if not acquire(key, token):
            time.sleep(0.05)
            continue
        try:
            value = cache.get(key, MISSING)
            if value is MISSING:
                value = compute()
                cache.set(key, value, timeout)
        finally:
            release(key, token)
        break
    return value
