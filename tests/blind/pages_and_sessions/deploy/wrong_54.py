"""Rule release: two releases can have the same keys.

VERSION is a number made of the digits of the release. It shows for 1.12 and 11.2, which both become 112.
"""

import random

from django.core.cache import cache


def caches(url, release):
    digits = "".join(character for character in release if character.isdigit())
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "VERSION": int(digits or 1),
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=random.randint(2760, 3540))
