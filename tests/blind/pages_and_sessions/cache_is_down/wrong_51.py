"""Breaks: once.

If get_or_set() fails, the function is called. But get_or_set() may have called it already: if the server stops between the question for
the value and its storing, the function is called twice.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
        }
    }


def page(parts):
    values = {}
    is_up = True
    for name, make in parts.items():
        if is_up:
            try:
                values[name] = cache.get_or_set(name, make, 60)
                continue
            except RedisError:
                logger.exception("The cache is down")
                is_up = False
        values[name] = make()
    return values
