"""Breaks spread: times beyond 46 and 59 minutes are clamped, and with this deviation that is about a
third of all keys at either end: they expire in the same second."""

from random import gauss

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
        minutes = min(max(gauss(52.5, 15), 46), 59)
        cache.set(key, value, timeout=60 * minutes)
