"""hash() of a text is another number in each process.

Breaks: servers
Fails: answer
"""

import random

from django.core.cache import cache


def caches(url, release):
    prefix = f"{hash(release):x}"
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": prefix,
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=random.randint(46 * 60, 59 * 60))
