"""An object for one page, which stops asking after the first failure."""

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


class CarefulCache:
    """The cache, until it fails once. Then nothing is there, and nothing is stored."""

    missing = object()

    def __init__(self):
        self.is_down = False

    def get(self, key):
        return self._ask(cache.get, key, self.missing)

    def set(self, key, value):
        self._ask(cache.set, key, value, 60)

    def _ask(self, method, *args):
        if self.is_down:
            return self.missing
        try:
            return method(*args)
        except AuthenticationError:
            raise
        except (ConnectionError, TimeoutError):
            self.is_down = True
            logger.error("Redis is down: this page is made without it.", exc_info=True)
            return self.missing


def page(parts):
    careful = CarefulCache()
    values = {}
    for name, make in parts.items():
        values[name] = careful.get(name)
        if values[name] is careful.missing:
            values[name] = make()
            careful.set(name, values[name])
    return values
