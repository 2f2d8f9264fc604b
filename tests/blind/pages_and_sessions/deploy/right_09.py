"""Digests for the release and for the seed of a key's timeout; the connection comes from caches."""

import hashlib
import random
from datetime import timedelta

from django.core.cache import caches as connections

SHORTEST = timedelta(minutes=46)
LONGEST = timedelta(minutes=59)


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": hashlib.md5(release.encode(), usedforsecurity=False).hexdigest(),
            # What is stored without a timeout is spread by nobody, so it goes soon.
            "TIMEOUT": 300,
        }
    }


def warm(values):
    default = connections["default"]
    for key, value in values.items():
        # A string as the seed gives the same number in each process.
        chance = random.Random(f"timeout of {key}").random()
        timeout = SHORTEST + chance * (LONGEST - SHORTEST)
        default.set(key, value, timeout=round(timeout.total_seconds()))
