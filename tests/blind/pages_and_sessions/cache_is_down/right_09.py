"""The limits stand in the URL; all parts are read at once, and stored one by one."""

import logging

from django.core.cache import cache
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger(__name__)
LIMITS = "socket_connect_timeout=0.4&socket_timeout=0.4"


def caches(url):
    location = f"{url}{'&' if '?' in url else '?'}{LIMITS}"
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": location,
        }
    }


def means_down(error):
    if isinstance(error, AuthenticationError):
        return False
    return isinstance(error, (RedisConnectionError, RedisTimeoutError))


def page(parts):
    is_up = bool(parts)
    cached = {}
    if is_up:
        try:
            cached = cache.get_many(parts.keys())
        except Exception as error:
            if not means_down(error):
                raise
            is_up = False
            logger.exception("The page is made without the cache")

    values = {}
    for name, make in parts.items():
        if name in cached:
            values[name] = cached[name]
            continue
        values[name] = make()
        if is_up:
            try:
                cache.set(name, values[name], timeout=60)
            except Exception as error:
                if not means_down(error):
                    raise
                is_up = False
                logger.exception("The page is made without the cache")
    return values
