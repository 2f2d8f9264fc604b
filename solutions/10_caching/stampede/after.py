"""The caller that adds the lock computes, and deletes it whatever happens; the others look again.

The lock has a timeout for the case that no process is left to delete it. A failure is cached for a
second, so that callers who wait fail as well: otherwise each would compute, and fail, in turn.
"""

import time

from django.core.cache import cache

LOCK_SECONDS = 30  # longer than any computation
PAUSE = 0.05


def once(key, compute, timeout=60):
    lock, failure = f"{key}:lock", f"{key}:failure"
    waits = False
    while (value := cache.get(key)) is None:
        if waits and (says := cache.get(failure)):
            raise RuntimeError(f"{key} could not be computed: {says}")
        if not cache.add(lock, 1, timeout=LOCK_SECONDS):
            waits = True
            time.sleep(PAUSE)
            continue
        try:
            # Another caller may have stored it between our look and our lock.
            value = cache.get(key)
            if value is None:
                cache.delete(failure)
                value = compute()
                cache.set(key, value, timeout)
            return value
        except Exception as error:
            cache.set(failure, repr(error), timeout=1)
            raise
        finally:
            cache.delete(lock)
    return value
