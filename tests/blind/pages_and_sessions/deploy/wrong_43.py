"""value: the first keys get 45 minutes from the moment when they are stored, not from the end of warm().
Shows with many or large values, or a slow server: when warm() has taken ten seconds, the first keys are
gone 44 minutes and 50 seconds after it. (The first of few keys is short by milliseconds only.)
"""

from collections import defaultdict
from random import shuffle

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
        # Evenly from 45 minutes to an hour.
        expiring[45 * MINUTE + 15 * MINUTE * number // len(keys)][key] = values[key]
    for timeout, group in expiring.items():
        cache.set_many(group, timeout=timeout)
