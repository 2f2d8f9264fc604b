"""wait: retry_on_timeout lets redis-py try again, once for connecting and once for the command.
Shows when the server never replies: page() waits for one timeout of 0.1 seconds after the other, and the
server sees a second connection.
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
            "OPTIONS": {
                "socket_connect_timeout": 0.1,
                "socket_timeout": 0.1,
                "retry_on_timeout": True,
            },
        }
    }


def page(parts):
    if not parts:
        return {}
    works = True
    found = {}
    try:
        found = cache.get_many(parts)
    except RedisError:
        works = False
        logger.exception("The page does without the cache.")
    values = {}
    for name, make in parts.items():
        if name in found:  # the value may be None
            values[name] = found[name]
            continue
        # Outside of any try: what a function raises is nobody's business here.
        values[name] = value = make()
        if works:
            try:
                cache.set(name, value, 60)
            except RedisError:
                works = False
                logger.exception("The page does without the cache from here on.")
    return values
