"""Two releases on one day have the same prefix.

Breaks: release
Fails: release
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": release[:10]}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
