"""Part by part, in a small class; after a failure the page does without the cache, and so does the
process for ten seconds."""

import logging
import time

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, TimeoutError
from redis.retry import Retry

log = logging.getLogger("arena.cache")
MISSING = object()
PAUSE = 10  # seconds
resume_at = time.monotonic()


def caches(url):
    options = {
        "socket_connect_timeout": 0.2,
        "socket_timeout": 0.2,
        "retry": Retry(NoBackoff(), 0),
    }
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


class Patience:
    """Calls the cache for one page, until it fails."""

    def __init__(self):
        self.is_up = time.monotonic() >= resume_at

    def call(self, method, *args, otherwise=None):
        global resume_at
        if not self.is_up:
            return otherwise
        try:
            return method(*args)
        except (ConnectionError, TimeoutError) as error:
            self.is_up = False
            resume_at = time.monotonic() + PAUSE
            log.error("No cache for %d seconds: %r", PAUSE, error)
            return otherwise


def page(parts):
    patience, values = Patience(), {}
    for name, make in parts.items():
        value = patience.call(cache.get, name, MISSING, otherwise=MISSING)
        if value is MISSING:
            value = make()
            patience.call(cache.set, name, value, 60)
        values[name] = value
    return values
