"""Breaks servers: hash() of a string is another number in each process."""

import random

from django.core.cache import cache


def caches(url, release):
    prefix = f"{hash(release):x}"
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
