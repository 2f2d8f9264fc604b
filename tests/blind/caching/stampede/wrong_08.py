"""WRONG (rule: dead process): INCR claims and EXPIRE follows in a second trip; a process that dies or hangs between them leaves a claim that never ends."""

import time

from django.core.cache import cache

CLAIM = 30


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is not None:
        return value
    claim = cache.make_key(key, version="once-claim")
    client = cache._cache.get_client(claim, write=True)
    # The first one to count is the one who computes.
    while client.incr(claim) != 1:
        time.sleep(0.05)
        value = cache.get(key)
        if value is not None:
            return value
    client.expire(claim, CLAIM)
    ends = time.monotonic() + CLAIM
    try:
        value = cache.get(key)
        if value is None:
            value = compute()
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)
        return value
    finally:
        # Later, it may be the claim of somebody else.
        if time.monotonic() < ends:
            client.delete(claim)
