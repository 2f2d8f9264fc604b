"""The name of the release is quoted, so that it has no colon, and can still be read in Redis."""

import random
from collections import defaultdict
from urllib.parse import quote

from django.core.cache import cache


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "release=" + quote(release, safe=""),
        }
    }


def warm(values):
    by_timeout = defaultdict(dict)
    for key, value in values.items():
        # Steps of ten seconds: at most 79 calls, however many keys there are.
        by_timeout[random.randrange(2760, 3550, 10)][key] = value
    for timeout, group in by_timeout.items():
        cache.set_many(group, timeout=timeout)
