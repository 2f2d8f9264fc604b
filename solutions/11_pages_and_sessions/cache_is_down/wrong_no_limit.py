"""redis-py waits for five seconds before there is an exception to catch.

Breaks: limit
Fails: limit
"""

import logging

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)


def caches(url):
    options = {}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


def page(parts):
    is_up = True
    try:
        found = cache.get_many(parts)
    except RedisError:
        log.exception("The cache does not reply.")
        found, is_up = {}, False
    made = {name: make() for name, make in parts.items() if name not in found}
    if made and is_up:
        try:
            cache.set_many(made, 60)
        except RedisError:
            log.exception("The cache does not reply.")
    return {name: (made if name in made else found)[name] for name in parts}
