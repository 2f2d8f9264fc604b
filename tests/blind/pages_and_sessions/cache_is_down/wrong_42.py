"""once: the function runs inside of the try, and its own error is taken for one of the cache.
Shows when a function asks a Redis of its own and raises redis.exceptions.ConnectionError: it is called a
second time, and the cache is left alone, and logged as down, for all other parts.
"""

import logging

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

MISSING = object()
SECONDS = 0.3


def caches(url):
    options = {
        "socket_timeout": SECONDS,
        "socket_connect_timeout": SECONDS,
        "retry": Retry(NoBackoff(), 0),  # a second attempt would be a second wait
    }
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


class Attempts:
    """The cache, for one page: at most one attempt fails."""

    def __init__(self):
        self.failed = False

    def __call__(self, method, *args):
        if self.failed:
            return MISSING
        try:
            return method(*args)
        except RedisError as error:
            self.failed = True
            logging.getLogger("arena.cache").error("The cache is down: %r", error)
            return MISSING


def page(parts):
    attempt = Attempts()
    values = {}
    for name, make in parts.items():
        made = []
        value = attempt(cache.get_or_set, name, lambda: made.append(make()) or made[0], 60)
        if value is MISSING:
            value = made[0] if made else make()
        values[name] = value
    return values
