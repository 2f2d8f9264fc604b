"""The function is called inside of the try block: its error is taken for one of the cache.

Breaks: errors
Fails: errors
"""

import logging

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)


def caches(url):
    options = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


def page(parts):
    values = {}
    try:
        values = cache.get_many(parts)
        made = {}
        for name, make in parts.items():
            if name not in values:
                made[name] = values[name] = make()
        if made:
            cache.set_many(made, 60)
    except RedisError:
        log.exception("The cache does not reply.")
    return {name: values[name] if name in values else make() for name, make in parts.items()}
