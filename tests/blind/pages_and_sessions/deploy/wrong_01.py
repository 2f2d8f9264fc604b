"""Breaks release: the name itself is the prefix. Key 1:x of release a is key x of release a:1.

The task says now that a name has no colon.
"""

import random

from django.core.cache import cache


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": release,
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=random.randint(46 * 60, 59 * 60))
