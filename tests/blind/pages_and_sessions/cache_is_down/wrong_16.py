"""Breaks back: the pause doubles with each failure, up to five minutes. After a longer outage the
server can be back for minutes before a page asks it."""

import logging
import time

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, TimeoutError
from redis.retry import Retry

log = logging.getLogger("arena.cache")
MISSING = object()
breaker = {"until": time.monotonic(), "pause": 5}


def caches(url):
    options = {
        "socket_connect_timeout": 0.2,
        "socket_timeout": 0.2,
        "retry": Retry(NoBackoff(), 0),
    }
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


class Patience:
    def __init__(self):
        self.is_up = time.monotonic() >= breaker["until"]

    def call(self, method, *args, otherwise=None):
        if not self.is_up:
            return otherwise
        try:
            result = method(*args)
        except (ConnectionError, TimeoutError) as error:
            self.is_up = False
            log.error("No cache for %d seconds: %r", breaker["pause"], error)
            breaker["until"] = time.monotonic() + breaker["pause"]
            breaker["pause"] = min(2 * breaker["pause"], 300)
            return otherwise
        breaker["pause"] = 5
        return result


def page(parts):
    patience, values = Patience(), {}
    for name, make in parts.items():
        value = patience.call(cache.get, name, MISSING, otherwise=MISSING)
        if value is MISSING:
            value = make()
            patience.call(cache.set, name, value, 60)
        values[name] = value
    return values
