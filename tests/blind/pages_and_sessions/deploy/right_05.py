"""A UUID that is made of the name; the timeout of a key comes from a digest of the key."""

import hashlib
import uuid

from django.core.cache import cache

RELEASES = uuid.UUID("5f0d2a34-9d0b-4c53-8a1e-1f6f1e0b7c11")


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": uuid.uuid5(RELEASES, release).hex,
        }
    }


def timeout_of(key):
    """Return 46 to 59 minutes in seconds, the same for a key on each server."""
    number = int.from_bytes(hashlib.sha256(str(key).encode()).digest()[:8], "big")
    return 46 * 60 + number % (13 * 60)


def warm(values):
    for key in values:
        cache.set(key, values[key], timeout=timeout_of(key))
