"""A key function, and times that are spread evenly over thirteen minutes."""

from functools import partial

from django.core.cache import cache

SHORTEST, LONGEST = 46 * 60, 59 * 60


def key_of_release(release, key, key_prefix, version):
    return f"arena/{release}/{key_prefix}:{version}:{key}"


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_FUNCTION": partial(key_of_release, release),
            "TIMEOUT": SHORTEST,
        }
    }


def warm(values):
    step = (LONGEST - SHORTEST) / max(len(values), 1)
    for number, key in enumerate(values):
        cache.set(key, values[key], int(SHORTEST + number * step))
