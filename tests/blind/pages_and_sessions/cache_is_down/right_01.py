"""A flag for the page: after the first failure no part asks the cache any more."""

import logging

from django.core.cache import cache
from redis import exceptions

logger = logging.getLogger(__name__)
MISSING = object()
DOWN = (exceptions.ConnectionError, exceptions.TimeoutError)


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
            except exceptions.AuthenticationError:
                raise  # a wrong password: the server is there
            except DOWN:
                up = False
                logger.exception("The cache is down.")
        if value is MISSING:
            # Outside of try: an error in here is not one of the cache.
            value = make()
            if up:
                try:
                    cache.set(name, value, 60)
                except exceptions.AuthenticationError:
                    raise
                except DOWN:
                    up = False
                    logger.exception("The cache is down.")
        values[name] = value
    return values
