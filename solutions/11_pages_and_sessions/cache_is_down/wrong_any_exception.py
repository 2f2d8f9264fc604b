"""A value that cannot be pickled is logged as a cache that does not reply.

Breaks: errors
Fails: errors
"""

import logging

from django.core.cache import cache

log = logging.getLogger(__name__)


def caches(url):
    options = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


def page(parts):
    is_up = True
    try:
        found = cache.get_many(parts)
    except Exception:
        log.exception("The cache does not reply.")
        found, is_up = {}, False
    made = {name: make() for name, make in parts.items() if name not in found}
    if made and is_up:
        try:
            cache.set_many(made, 60)
        except Exception:
            log.exception("The cache does not reply.")
    return {name: (made if name in made else found)[name] for name in parts}
