"""Asks for all parts at once, stores each new value, and stops using the cache for this page at the first error of redis."""

import logging

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)


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
        known = cache.get_many(parts)
    except RedisError:
        logger.exception("The page does without the cache.")
        known, is_up = {}, False

    values = {}
    for name, make in parts.items():
        if name in known:
            values[name] = known[name]
            continue
        values[name] = make()
        if is_up:
            try:
                cache.set(name, values[name], 60)
            except RedisError:
                logger.exception("The cache does not store %r, and is not asked again.", name)
                is_up = False
    return values
