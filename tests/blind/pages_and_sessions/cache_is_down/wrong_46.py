"""wait: only reading decides whether the cache works; each part that is stored has its own attempt.
Shows when the server stops after it has replied to the first command: page() waits for it once for each
missing part.
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
    found = {}
    try:
        found = cache.get_many(parts)
        works = True
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
                logger.exception("The cache does not have %s.", name)
    return values
