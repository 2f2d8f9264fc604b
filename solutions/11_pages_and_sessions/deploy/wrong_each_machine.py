"""The name of the machine is in the prefix: each of them has a cache of its own.

Breaks: servers
Fails: answer
"""

from platform import node
from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": f"{release}-{node()}"}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
