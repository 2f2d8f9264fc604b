"""release: the prefix is a slug, without dots and in lower case, so some releases have the same one.
Shows with releases like "1.11" and "11.1", "2.0" and "20", or "v3-RC1" and "v3-rc1": the new one reads
what the old one has stored.
"""

import random

from django.core.cache import cache
from django.utils.text import slugify

EARLIEST, WINDOW = 48 * 60, 10 * 60  # seconds


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": f"arena-{slugify(release)}",
        }
    }


def warm(values):
    # The place to begin is another one for each call: many calls with a key each are spread too.
    start = random.random() * WINDOW
    for place, (key, value) in enumerate(values.items()):
        shift = (start + WINDOW * place / len(values)) % WINDOW
        cache.set(key, value, timeout=EARLIEST + int(shift))
