"""Two functions for a part: one with the cache, which tells when it fails, and one without."""

import logging

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger(__name__)
MISSING = object()


class CacheDown(Exception):
    """The cache has failed; the value is there if the function was called before."""

    def __init__(self, value=MISSING):
        super().__init__("the cache is down")
        self.value = value


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }


def with_cache(name, make):
    try:
        value = cache.get(name, MISSING)
    except AuthenticationError:
        raise
    except (ConnectionError, TimeoutError) as error:
        raise CacheDown from error
    if value is not MISSING:
        return value
    value = make()
    try:
        cache.set(name, value, 60)
    except AuthenticationError:
        raise
    except (ConnectionError, TimeoutError) as error:
        raise CacheDown(value) from error
    return value


def page(parts):
    values = {}
    left = iter(parts.items())
    for name, make in left:
        try:
            values[name] = with_cache(name, make)
        except CacheDown as down:
            logger.error("Redis does not reply", exc_info=True)
            value = down.value
        else:
            continue
        values[name] = make() if value is MISSING else value
        break
    for name, make in left:
        values[name] = make()
    return values
