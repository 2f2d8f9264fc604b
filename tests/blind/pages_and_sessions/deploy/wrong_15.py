"""Breaks hour: the values expire in time, but the list of their keys, which shows what was warmed, stays
for ever, one for each release."""

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
        cache.set(key, value, timeout=uniform(46 * 60, 59 * 60))
    cache.set("warmed-keys", sorted(values, key=str), timeout=None)
