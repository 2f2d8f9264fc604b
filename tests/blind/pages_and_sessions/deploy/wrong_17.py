"""Breaks value: the values are stored in twelve groups of the same size, and what is left over when
their number is no multiple of twelve is not stored."""

from django.core.cache import cache


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": release,
        }
    }

GROUPS = 12


def warm(values):
    items = list(values.items())
    if len(items) < GROUPS:
        cache.set_many(values, timeout=46 * 60)
        return
    size = len(items) // GROUPS
    for number in range(GROUPS):
        group = dict(items[number * size : (number + 1) * size])
        cache.set_many(group, timeout=60 * (47 + number))
