"""redis-py itself tries three times more.

Breaks: wait
Fails: wait
"""

import logging

from django.core.cache import cache
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)


def caches(url):
    options = {
        "socket_connect_timeout": 0.25,
        "socket_timeout": 0.25,
        "retry": Retry(NoBackoff(), 3),
    }
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
