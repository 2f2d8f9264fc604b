"""Only the digits of a release: 1.1 and 11 are the same.

Breaks: release
Fails: release
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    number = "".join(filter(str.isdigit, release))
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "VERSION": number}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
