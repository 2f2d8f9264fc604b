"""errors

The lock is given up after an Exception only. If compute() ends with another BaseException, as
SystemExit (a worker's timeout) or KeyboardInterrupt, the lock stays and the next call waits for it.
"""

import time
import uuid

from django.core.cache import cache

MISSING = object()
LOCK_SECONDS = 30


def release(key, token):
    if cache.get(key, version="lock") == token:
        cache.delete(key, version="lock")


def once(key, compute, timeout=60):
    token = uuid.uuid4().hex
    while True:
        value = cache.get(key, MISSING)
        if value is not MISSING:
            return value
        if cache.add(key, token, LOCK_SECONDS, version="lock"):
            break
        time.sleep(0.05)
    try:
        value = cache.get(key, MISSING)
        if value is MISSING:
            value = compute()
            cache.set(key, value, timeout)
    except Exception:
        release(key, token)
        raise
    release(key, token)
    return value
