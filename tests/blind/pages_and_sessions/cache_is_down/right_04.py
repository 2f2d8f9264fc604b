"""A context manager around each use of the cache, with the list of what went wrong."""

import logging
from contextlib import contextmanager

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger("arena.cache")
NOTHING = object()


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }


@contextmanager
def forgiving(failures):
    """Put an error of the connection into the list, instead of raising it."""
    try:
        yield
    except AuthenticationError:
        raise
    except (ConnectionError, TimeoutError) as error:
        failures.append(error)
        logger.error("The front page goes without the cache: %r", error)


def page(parts):
    failures = []

    def value_of(name, make):
        value = NOTHING
        if not failures:
            with forgiving(failures):
                value = cache.get(name, NOTHING)
        if value is NOTHING:
            value = make()
            if not failures:
                with forgiving(failures):
                    cache.add(name, value, 60)
        return value

    return {name: value_of(name, make) for name, make in parts.items()}
