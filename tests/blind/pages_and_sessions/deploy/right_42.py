"""The release is a part of its own in each key; keys with the same drawn timeout go in one pipeline.
"""

from collections import defaultdict
from random import random, shuffle

from django.core.cache import cache

MINUTE = 60


def caches(url, release):
    server = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    # A colon follows, which no release has in its name: where it ends is clear.
    return {"default": server | {"KEY_PREFIX": f"release/{release}"}}


def warm(values):
    keys = [*values]
    shuffle(keys)
    expiring = defaultdict(dict)
    for number, key in enumerate(keys):
        # One key in each of as many equal parts of the time from 47 to 59 minutes.
        part = (number + random()) / len(keys)
        expiring[int((47 + 12 * part) * MINUTE)][key] = values[key]
    for timeout, group in expiring.items():
        cache.set_many(group, timeout=timeout)
