"""down: only what is wrong with the connection is caught, not that the server refuses a command.
Shows when it replies with an error: OOM (memory is full), READONLY (a replica after a failover), MISCONF, or
NOPERM. Then the page is an error.
"""

import logging

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, TimeoutError
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
        except (ConnectionError, TimeoutError) as error:
            self.failed = True
            logging.getLogger("arena.cache").error("The cache is down: %r", error)
            return MISSING


def page(parts):
    attempt = Attempts()
    values = {}
    for name, make in parts.items():
        value = attempt(cache.get, name, MISSING)
        if value is MISSING:
            value = make()
            attempt(cache.set, name, value, 60)
        values[name] = value
    return values
