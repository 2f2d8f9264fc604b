"""Breaks once: if the server breaks off between the get() and the add() inside get_or_set(), the
function has been called already, and the except clause calls it again."""

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


def page(parts):
    values, is_up = {}, True
    for name, make in parts.items():
        if is_up:
            try:
                values[name] = cache.get_or_set(name, make, 60)
                continue
            except DOWN:
                log.exception("The cache is down.")
                is_up = False
        values[name] = make()
    return values
