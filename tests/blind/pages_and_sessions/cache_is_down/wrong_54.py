"""Breaks: limit.

Only the replies get a timeout, in the belief that it is the one for connecting too. redis-py keeps its five seconds for that: it shows
when the host does not answer at all, so that connecting itself hangs.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_timeout": 0.25},
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
                logger.exception("The cache does not store %r", name)
                is_up = False
    return values
