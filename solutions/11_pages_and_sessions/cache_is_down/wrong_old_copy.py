"""A copy in this process's memory is shown when the cache is down, however old it is.

Breaks: down
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


last = {}


def page(parts):
    is_up = True
    try:
        found = cache.get_many(parts)
    except RedisError:
        log.exception("The cache does not reply.")
        found, is_up = {name: last[name] for name in parts if name in last}, False
    made = {name: make() for name, make in parts.items() if name not in found}
    if made and is_up:
        try:
            cache.set_many(made, 60)
        except RedisError:
            log.exception("The cache does not reply.")
    last.update(found)
    last.update(made)
    return {name: last[name] for name in parts}
