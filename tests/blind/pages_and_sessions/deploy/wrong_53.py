"""Rule both: warm() deletes what the other release has stored.

clear() empties the whole server, whatever the prefix. It shows when a server of the new release starts while the old one still runs.
"""

import random

from django.core.cache import cache


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": release,
        }
    }


def warm(values):
    cache.clear()  # nothing old may be left
    for key, value in values.items():
        cache.set(key, value, timeout=random.randint(2760, 3540))
