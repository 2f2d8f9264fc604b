"""Rule hour: about half of the keys stay for more than an hour.

The time is an hour with a random part added or taken away. It shows in the time to live of 100 keys.
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
        cache.set(key, value, timeout=3600 + random.randint(-600, 600))
