"""OSError and EOFError stand for the network, and pickle raises them as well.

Breaks: errors
Fails: errors
"""

import logging

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)
DOWN = (RedisError, OSError, EOFError)


def caches(url):
    options = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


def page(parts):
    is_up = True
    try:
        found = cache.get_many(parts)
    except DOWN:
        log.exception("The cache does not reply.")
        found, is_up = {}, False
    made = {name: make() for name, make in parts.items() if name not in found}
    if made and is_up:
        try:
            cache.set_many(made, 60)
        except DOWN:
            log.exception("The cache does not reply.")
    return {name: (made if name in made else found)[name] for name in parts}
