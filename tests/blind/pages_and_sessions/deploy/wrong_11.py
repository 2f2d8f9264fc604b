"""Breaks release: slugify() removes dots and capitals, so 1.12 and 11.2 (or v2-RC and v2-rc) have the
same prefix and read each other's values."""

from random import uniform

from django.core.cache import cache
from django.utils.text import slugify


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": slugify(release),
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=uniform(46 * 60, 59 * 60))
