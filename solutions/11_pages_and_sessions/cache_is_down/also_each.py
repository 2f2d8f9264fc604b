"""Part by part; the first failure is the last attempt of this page."""

import logging

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)
MISSING = object()


def caches(url):
    options = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "OPTIONS": options}}


def page(parts):
    cached = Cached()
    return {name: cached.get_or_make(name, make) for name, make in parts.items()}


class Cached:
    """The cache for one page: after a failure it is left alone."""

    is_up = True

    def get_or_make(self, name, make):
        found = self.attempt(cache.get, name, MISSING)
        if found is MISSING:
            found = make()
            self.attempt(cache.set, name, found, 60)
        return found

    def attempt(self, command, *arguments):
        if self.is_up:
            try:
                return command(*arguments)
            except RedisError as error:
                log.error("The cache does not reply: %s", error)
                self.is_up = False
        return MISSING
