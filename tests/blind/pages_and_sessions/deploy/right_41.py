"""The release is the prefix of all keys; their timeouts go evenly round ten minutes, from a place drawn by lot.
"""

import random

from django.core.cache import cache

EARLIEST, WINDOW = 48 * 60, 10 * 60  # seconds


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": release,
        }
    }


def warm(values):
    # The place to begin is another one for each call: many calls with a key each are spread too.
    start = random.random() * WINDOW
    for place, (key, value) in enumerate(values.items()):
        shift = (start + WINDOW * place / len(values)) % WINDOW
        cache.set(key, value, timeout=EARLIEST + int(shift))
