"""get_or_set() stays: each function is wrapped, so that its result and its own error are known."""

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


class Once:
    """Calls a function once, and keeps what became of it."""

    def __init__(self, function):
        self.function = function
        self.called = False
        self.error = None

    def __call__(self):
        if not self.called:
            self.called = True
            try:
                self.value = self.function()
            except BaseException as error:
                self.error = error
                raise
        return self.value


def page(parts):
    values, is_down = {}, False
    for name, make in parts.items():
        once = Once(make)
        if is_down:
            values[name] = once()
            continue
        try:
            values[name] = cache.get_or_set(name, once, 60)
        except (ConnectionError, TimeoutError) as error:
            if error is once.error or isinstance(error, AuthenticationError):
                raise
            is_down = True
            logger.error("The cache is down", exc_info=error)
            values[name] = once()
    return values
