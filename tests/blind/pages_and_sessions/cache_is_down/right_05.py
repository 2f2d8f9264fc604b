"""A circuit breaker: after a failure, five seconds long no page of this process asks the cache."""

import logging
import time

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger(__name__)


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.25},
        }
    }


class Breaker:
    pause = 5  # seconds

    def __init__(self):
        self.closed_at = 0.0

    def is_open(self):
        return time.monotonic() < self.closed_at

    def call(self, function, default):
        """Return what the function returns, or the default if the server does not reply."""
        if self.is_open():
            return default
        try:
            return function()
        except AuthenticationError:
            raise
        except (ConnectionError, TimeoutError):
            self.closed_at = time.monotonic() + self.pause
            logger.exception("No cache for %s seconds", self.pause)
            return default


breaker = Breaker()
MISSING = object()


def page(parts):
    usable = not breaker.is_open()
    values = {}
    for name, make in parts.items():
        value = MISSING
        if usable:
            value = breaker.call(lambda key=name: cache.get(key, MISSING), MISSING)
            # Once this page has waited, it does not ask again, however long the functions take.
            usable = not breaker.is_open()
        if value is MISSING:
            value = make()
            if usable:
                stored = breaker.call(lambda key=name, new=value: cache.set(key, new, 60), MISSING)
                usable = stored is not MISSING
        values[name] = value
    return values
