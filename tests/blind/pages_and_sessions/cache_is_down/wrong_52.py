"""Breaks: wait.

Each part asks the cache, and stores its value, for itself, and none knows that the server did not reply to another one: a page of six
parts waits twelve times while the server stands still.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
MISSING = object()


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1},
        }
    }


def part(name, make):
    try:
        value = cache.get(name, MISSING)
    except RedisError:
        logger.exception("Cannot read %s from the cache", name)
        value = MISSING
    if value is MISSING:
        value = make()
        try:
            cache.set(name, value, 60)
        except RedisError:
            logger.exception("Cannot write %s to the cache", name)
    return value


def page(parts):
    return {name: part(name, make) for name, make in parts.items()}
