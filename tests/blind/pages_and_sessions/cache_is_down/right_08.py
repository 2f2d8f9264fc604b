"""The cache as a generator's business: it is asked, and closes itself when the server is away."""

import logging

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger(__name__)
UNKNOWN = object()


def caches(url):
    backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    seconds = 0.3
    backend["OPTIONS"] = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), seconds)
    return {"default": backend}


def answers():
    """Take (method, arguments), and give what the cache says, or UNKNOWN for ever after."""
    result = UNKNOWN
    while True:
        method, *args = yield result
        try:
            result = method(*args)
        except AuthenticationError:
            raise
        except (ConnectionError, TimeoutError) as error:
            logger.error("No cache for the rest of this page: %s", error)
            break
    while True:
        yield UNKNOWN


def page(parts):
    asked = answers()
    next(asked)
    values = {}
    for name, make in parts.items():
        value = asked.send((cache.get, name, UNKNOWN))
        if value is UNKNOWN:
            value = make()
            asked.send((cache.set, name, value, 60))
        values[name] = value
    return values
