"""Sixteen databases are fewer than there are releases: two of them meet in one.

Breaks: release
Fails: release
"""

from random import randint
from zlib import crc32

from django.core.cache import cache


def caches(url, release):
    number = crc32(release.encode()) % 16
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": number}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
