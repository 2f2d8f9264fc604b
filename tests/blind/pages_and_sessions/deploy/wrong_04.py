"""Breaks servers: with the time of the start in the prefix each server has a cache of its own."""

import hashlib
import random
import time

from django.core.cache import cache


def caches(url, release):
    prefix = hashlib.sha256(f"{release}@{time.time_ns()}".encode()).hexdigest()
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
