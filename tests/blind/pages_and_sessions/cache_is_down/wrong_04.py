"""Breaks "limit": only connecting has a limit. A server that accepts and never replies is waited for as
long as before.
"""

import logging

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger(__name__)
MISSING = object()


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.2},
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
            except (ConnectionError, TimeoutError):
                up = False
                logger.exception("The cache is down.")
        if value is MISSING:
            value = make()
            if up:
                try:
                    cache.set(name, value, 60)
                except AuthenticationError:
                    raise
                except (ConnectionError, TimeoutError):
                    up = False
                    logger.exception("The cache is down.")
        values[name] = value
    return values
