"""Breaks "errors": a function's own error of a connection, as to another Redis, is taken for one of the
cache, and its part is missing from the page.
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
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }


def page(parts):
    values = {}
    up = True
    for name, make in parts.items():
        value = MISSING
        called = False
        try:
            if up:
                value = cache.get(name, MISSING)
            if value is MISSING:
                called = True
                value = make()
                if up:
                    cache.set(name, value, 60)
        except AuthenticationError:
            raise
        except (ConnectionError, TimeoutError):
            up = False
            logger.exception("The cache is down.")
            if not called:
                value = make()
        if value is not MISSING:
            values[name] = value
    return values
