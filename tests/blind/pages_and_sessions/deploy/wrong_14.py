"""Breaks value: add() leaves a key alone that is there already, so a server that starts half an hour
after the first one keeps its old value, which expires less than 45 minutes after this warm()."""

from random import uniform

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
        cache.add(key, value, timeout=uniform(46 * 60, 59 * 60))
