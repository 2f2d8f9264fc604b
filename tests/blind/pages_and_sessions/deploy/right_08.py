"""A key function with the name in Base64, which has no colon; the timeouts come from a range."""

import random
from base64 import urlsafe_b64encode

from django.core.cache import cache

TIMEOUTS = range(46 * 60, 59 * 60 + 1)


def caches(url, release):
    name = urlsafe_b64encode(release.encode()).decode()

    def key_function(key, key_prefix, version):
        return f"{name}:{key_prefix}:{version}:{key}"

    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_FUNCTION": key_function,
        }
    }


def warm(values):
    timeouts = random.choices(TIMEOUTS, k=len(values))
    for (key, value), timeout in zip(values.items(), timeouts):
        cache.set(key, value, timeout)
