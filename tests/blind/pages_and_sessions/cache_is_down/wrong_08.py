"""Breaks "back": after a failure no page asks the cache for five minutes, although the server may be
back at once.
"""

import logging
import time

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger(__name__)
MISSING = object()
PAUSE = 300
down_until = 0.0


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
    global down_until
    try:
        return True, method(*args)
    except AuthenticationError:
        raise
    except (ConnectionError, TimeoutError):
        down_until = time.monotonic() + PAUSE
        logger.exception("The cache is down.")
        return False, MISSING


def page(parts):
    values = {}
    up = time.monotonic() >= down_until
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
