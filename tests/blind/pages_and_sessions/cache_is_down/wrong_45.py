"""value: None counts as missing.
Shows with a function that returns None: it is cached, but the function is called for each page.
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
            "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
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
        values[name] = found.get(name)
        if values[name] is not None:
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
