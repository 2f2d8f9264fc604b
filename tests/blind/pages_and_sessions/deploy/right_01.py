"""A digest of the release as the prefix, and a random timeout for each key."""

import hashlib
import random

from django.core.cache import cache


def caches(url, release):
    # A digest has no colon: no name of a release can run over into the keys of another one.
    prefix = hashlib.sha256(release.encode()).hexdigest()
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": prefix,
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=random.randint(46 * 60, 59 * 60))
