"""Breaks "once": when the server breaks off after get_or_set() has called the function, and before the
value is stored, the function is called again.
"""

import logging

from django.core.cache import cache
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError

logger = logging.getLogger(__name__)

def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }


def page(parts):
    values = {}
    up = True
    for name, make in parts.items():
        if not up:
            values[name] = make()
            continue
        failed = []

        def watched(make=make, failed=failed):
            try:
                return make()
            except Exception as error:
                failed.append(error)
                raise

        try:
            values[name] = cache.get_or_set(name, watched, 60)
        except (ConnectionError, TimeoutError) as error:
            if failed or isinstance(error, AuthenticationError):
                raise
            up = False
            logger.exception("The cache is down.")
            values[name] = make()
    return values
