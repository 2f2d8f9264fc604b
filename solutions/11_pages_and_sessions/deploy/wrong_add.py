"""add() leaves a key that is there: it has the old value, and may expire in a minute.

Breaks: value
Fails: answer
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": release}}


def warm(values):
    for key, value in values.items():
        cache.add(key, value, timeout=3600 - randint(0, 840))
