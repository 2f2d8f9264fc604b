"""Breaks "errors": RedisError is also what the server replies: a key of another type (WRONGTYPE), no
memory left. That never surfaces.

The task does not say that a server which replies with an error is not down.
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
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }


def page(parts):
    values = {}
    up = True
    for name, make in parts.items():
        value = MISSING
        if up:
            try:
                value = cache.get(name, MISSING)
            except RedisError:
                up = False
                logger.exception("The cache is down.")
        if value is MISSING:
            value = make()
            if up:
                try:
                    cache.set(name, value, 60)
                except RedisError:
                    up = False
                    logger.exception("The cache is down.")
        values[name] = value
    return values
