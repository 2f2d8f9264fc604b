"""None is taken for a value that is missing: its function is called on each visit.

Breaks: value
Fails: answer
"""

import logging

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger(__name__)


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
        value = None
        if up:
            try:
                value = cache.get(name)
            except AuthenticationError:
                raise
            except (ConnectionError, TimeoutError):
                up = False
                logger.exception("The cache is down.")
        if value is None:
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
