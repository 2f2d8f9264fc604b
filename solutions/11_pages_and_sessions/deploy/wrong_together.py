"""One random age for all keys: they still expire together.

Breaks: spread
Fails: spread
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": release}}


def warm(values):
    cache.set_many(values, 3600 - randint(0, 840))
