"""Rule spread: all keys still expire in the same second, only not at the full hour.

The time is random, but chosen once for all keys. It shows for 100 keys after one warm().
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
    cache.set_many(values, timeout=random.randint(2760, 3540))
