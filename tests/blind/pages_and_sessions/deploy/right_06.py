"""The bytes of the name in hexadecimal; the timeouts are spaced evenly over the keys."""

import random

from django.core.cache import cache

LEAST = 46 * 60
SPAN = 13 * 60


def caches(url, release):
    default = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": f"r{release.encode().hex()}",
    }
    return {"default": default}


def warm(values):
    begin = random.random()
    for number, (key, value) in enumerate(values.items()):
        part = (begin + number / len(values)) % 1
        cache.set(key, value, timeout=LEAST + int(part * SPAN))
