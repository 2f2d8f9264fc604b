"""Breaks "down": redis-py's TimeoutError is not one of its ConnectionErrors. A server that never replies
is still an error.
"""

import logging

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError

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
            except AuthenticationError:
                raise
            except ConnectionError:
                up = False
                logger.exception("The cache is down.")
        if value is MISSING:
            value = make()
            if up:
                try:
                    cache.set(name, value, 60)
                except AuthenticationError:
                    raise
                except ConnectionError:
                    up = False
                    logger.exception("The cache is down.")
        values[name] = value
    return values
