"""KEY_PREFIX, and a random time for each key."""

from random import uniform

from django.core.cache import cache

MINUTE = 60


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
        cache.set(key, value, timeout=uniform(46 * MINUTE, 59 * MINUTE))
