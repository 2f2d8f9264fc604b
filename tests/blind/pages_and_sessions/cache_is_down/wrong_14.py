"""Breaks value: a function that returns None is called for every page, since its cached None looks
like a key that is missing."""

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
        value = None
        if is_up:
            try:
                value = cache.get(name)
            except DOWN:
                log.exception("The cache is down.")
                is_up = False
        if value is None:
            value = make()
            if is_up:
                try:
                    cache.set(name, value, 60)
                except DOWN:
                    log.exception("The cache is down.")
                    is_up = False
        values[name] = value
    return values
