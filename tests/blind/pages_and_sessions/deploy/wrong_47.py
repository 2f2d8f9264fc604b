"""value: warm() leaves a key as it is if another server of the release has stored it.
Shows when a server starts (or warms again) half an hour after the first one: cache.get() returns the older
value, and for the rest of that one's time only, not for 45 minutes.
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
        # Another server of this release may have stored it already.
        cache.add(key, value, timeout=EARLIEST + int(shift))
