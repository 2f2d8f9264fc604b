"""Breaks both: clear() empties the whole database in Redis, with the values of the other release."""

import hashlib
import random

from django.core.cache import cache


def caches(url, release):
    prefix = hashlib.sha256(release.encode()).hexdigest()
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": prefix,
        }
    }


def warm(values):
    cache.clear()
    for key, value in values.items():
        cache.set(key, value, timeout=random.randint(46 * 60, 59 * 60))
