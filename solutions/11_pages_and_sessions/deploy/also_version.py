"""The release is Django's version of the keys; the age follows from the key."""

from zlib import crc32

from django.core.cache import cache


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "VERSION": release,
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=2760 + crc32(key.encode()) % 800)
