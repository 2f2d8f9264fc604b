"""Each server has a prefix of its own, and starts with an empty cache.

Breaks: servers
Fails: answer
"""

from random import randint
from uuid import uuid4

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": f"{release}-{uuid4()}"}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
