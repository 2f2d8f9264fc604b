"""A context manager swallows the failures of the cache, and remembers that there was one."""

import logging
import time

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError, TimeoutError
from redis.retry import Retry

log = logging.getLogger("arena.cache")
DOWN = (ConnectionError, TimeoutError)


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {
                "socket_connect_timeout": 0.25,
                "socket_timeout": 0.25,
                "retry": Retry(NoBackoff(), 0),
            },
        }
    }


class Attempt:
    """Swallows that the server is down; `failed` tells it. Functions of the page run outside."""

    failed = False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None or not issubclass(kind, DOWN):
            return False
        log.error("The cache is down.", exc_info=error)
        self.failed = True
        return True


def page(parts):
    attempt, result = Attempt(), {}
    for name, make in parts.items():
        hit = {}
        if not attempt.failed:
            with attempt:
                hit = cache.get_many([name])
        if name in hit:
            result[name] = hit[name]
            continue
        result[name] = make()
        if not attempt.failed:
            with attempt:
                cache.add(name, result[name], 60)
    return result
