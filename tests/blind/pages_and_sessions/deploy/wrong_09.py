"""Breaks value: add() leaves what is there. After the warm() of a server that starts 40 minutes later
a key has only some minutes left, or the value of before."""

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
    for key, value in values.items():
        cache.add(key, value, timeout=random.randint(46 * 60, 59 * 60))
