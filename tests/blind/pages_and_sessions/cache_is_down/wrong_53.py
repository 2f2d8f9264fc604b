"""Breaks: errors.

Every exception counts as a failure of the cache server. A value that pickle refuses, for example a generator or a lambda, is logged
as if the server was down, and page() does not raise.
"""

import logging

from django.core.cache import cache

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
    is_up = True
    try:
        values = cache.get_many(parts)
    except Exception:
        logger.exception("Cache is down")
        values, is_up = {}, False
    missing = {name: make() for name, make in parts.items() if name not in values}
    if missing and is_up:
        try:
            cache.set_many(missing, 60)
        except Exception:
            logger.exception("Cache is down")
    values.update(missing)
    return {name: values[name] for name in parts}
