"""Breaks hour: the random part is added to the hour, so keys stay for up to 75 minutes."""

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
        cache.set(key, value, timeout=3600 + random.randint(0, 15 * 60))
