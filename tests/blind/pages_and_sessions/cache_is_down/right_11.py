"""One get_many(), one set_many(): after the first failure the cache is not asked again."""

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
    if not parts:
        return {}
    is_up = True
    try:
        found = cache.get_many(parts)
    except DOWN:
        log.exception("The cache does not answer: the page is made without it.")
        found, is_up = {}, False
    made = {name: make() for name, make in parts.items() if name not in found}
    if made and is_up:
        try:
            cache.set_many(made, 60)
        except DOWN:
            log.exception("The cache does not store the parts of the page.")
    return {name: found[name] if name in found else made[name] for name in parts}
