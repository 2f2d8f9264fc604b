"""45 minutes from the moment when the key is stored: when warm() is done, the first ones have less.

Breaks: value
Fails: hour
"""

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": release}}


def warm(values):
    for number, (key, value) in enumerate(values.items()):
        cache.set(key, value, timeout=2700 + 60 * (number % 15))
