"""All values in one go, and then each key gets a time of its own."""

import base64
import hashlib
import random

from django.core.cache import cache


def caches(url, release):
    digest = hashlib.sha1(release.encode(), usedforsecurity=False).digest()
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": base64.b32encode(digest).decode().lower(),
        }
    }


def warm(values):
    cache.set_many(values, timeout=3600)
    for key in values:
        cache.touch(key, random.randint(2800, 3540))
