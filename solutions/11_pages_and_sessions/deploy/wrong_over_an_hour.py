"""Half of the keys stay for more than an hour.

Breaks: hour
Fails: hour
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": release}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 + randint(-420, 420))
