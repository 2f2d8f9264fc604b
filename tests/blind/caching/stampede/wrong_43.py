"""value

The time that compute() took is taken off: a value that took 20 seconds is cached for 40 seconds
instead of 60, and for one second if `timeout` is 20 or less.
"""

import time
import uuid

from django.core.cache import cache

MISSING = object()
LOCK_SECONDS = 30


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
            started = time.monotonic()
            value = compute()
            if timeout:
                timeout = max(1, timeout - int(time.monotonic() - started))
            cache.set(key, value, timeout)
        return value
    finally:
        if cache.get(key, version="lock") == token:
            cache.delete(key, version="lock")
