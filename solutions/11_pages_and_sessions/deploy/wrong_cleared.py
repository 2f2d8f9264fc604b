"""The old release still runs, and its cache is empty.

Breaks: both
Fails: release
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": release}}


def warm(values):
    cache.clear()
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
