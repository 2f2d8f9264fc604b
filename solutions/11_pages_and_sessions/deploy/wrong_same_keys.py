"""The new release reads what the old one has stored.

Breaks: release
Fails: release
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
