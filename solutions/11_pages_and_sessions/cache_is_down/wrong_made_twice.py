"""get_or_set() has called the function when its write fails, and it is called again.

Breaks: once
Fails: down
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
    values, is_up = {}, True
    for name, make in parts.items():
        if is_up:
            try:
                values[name] = cache.get_or_set(name, make, 60)
                continue
            except RedisError:
                log.exception("The cache does not reply.")
                is_up = False
        values[name] = make()
    return values
