"""Breaks "log": what is logged is a warning, not an error."""

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


def ask(method, *args):
    """Return whether the server has replied, and what."""
    try:
        return True, method(*args)
    except AuthenticationError:
        raise
    except (ConnectionError, TimeoutError):
        logger.warning("The cache is down, this page is made without it.", exc_info=True)
        return False, MISSING


def page(parts):
    values = {}
    up = True
    for name, make in parts.items():
        value = MISSING
        if up:
            up, value = ask(cache.get, name, MISSING)
        if value is MISSING:
            value = make()
            if up:
                up, _ = ask(cache.set, name, value, 60)
        values[name] = value
    return values
