"""The version is given to warm() alone: no page reads with it.

Breaks: value
Fails: answer
"""

from random import randint

from django.core.cache import cache

RELEASE = ""


def caches(url, release):
    global RELEASE
    RELEASE = release
    return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840), version=RELEASE)
