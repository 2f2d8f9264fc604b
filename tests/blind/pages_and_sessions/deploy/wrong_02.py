"""Breaks release: slugify() makes one prefix of names that differ in dots or case, as 1.10 and 11.0."""

import random

from django.core.cache import cache
from django.utils.text import slugify


def caches(url, release):
    prefix = slugify(release)
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
