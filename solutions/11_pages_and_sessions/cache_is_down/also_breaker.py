"""A back end that leaves a server alone for ten seconds after a failure."""

import logging
import time

from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

MISSING = object()
PAUSE = 10  # seconds
failed_at = None


class SafeCache(RedisCache):
    def get(self, key, default=None, version=None):
        return attempt(super().get, key, default, version, otherwise=default)

    def set(self, *args, **kwargs):
        attempt(super().set, *args, **kwargs)


def attempt(command, *args, otherwise=None, **kwargs):
    global failed_at
    if failed_at is not None and time.monotonic() - failed_at < PAUSE:
        return otherwise
    try:
        value = command(*args, **kwargs)
        failed_at = None
        return value
    except RedisError:
        logging.exception("No cache for %s seconds", PAUSE)
        failed_at = time.monotonic()
        return otherwise


def caches(url):
    options = {"socket_connect_timeout": 1, "socket_timeout": 0.1}
    return {"default": {"BACKEND": f"{__name__}.SafeCache", "LOCATION": url, "OPTIONS": options}}


def page(parts):
    values = {}
    for name, make in parts.items():
        values[name] = cache.get(name, MISSING)
        if values[name] is MISSING:
            values[name] = make()
            cache.set(name, values[name], timeout=60)
    return values
