"""Breaks "wait": redis-py tries again three times, and the page waits in vain for each attempt."""

import logging

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError
from redis.retry import Retry

logger = logging.getLogger(__name__)
MISSING = object()


def caches(url):
    options = {
        "socket_connect_timeout": 0.2,
        "socket_timeout": 0.2,
        "retry": Retry(NoBackoff(), 3),
    }
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": options,
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
