"""WRONG (rule: one computation): who hung for longer than the claim deletes the claim of the one who took over; a third one computes beside that."""

import time

from django.core.cache import cache

CLAIM = 30
CLAIMS = "once-claim"


def once(key, compute, timeout=60):
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if cache.add(key, 1, CLAIM, version=CLAIMS):
            break
        time.sleep(0.03)
    try:
        value = cache.get(key)
        if value is None:
            value = compute()
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)
        return value
    finally:
        cache.delete(key, version=CLAIMS)
