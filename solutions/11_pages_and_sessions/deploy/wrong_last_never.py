"""Keys without a timeout never expire, and those of old releases stay.

Breaks: hour
Fails: hour
"""

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": release}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=None)
