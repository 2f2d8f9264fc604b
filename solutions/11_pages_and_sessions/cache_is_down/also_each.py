"""Part by part; the first failure is the last attempt of this page."""

import logging

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)


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
        value = self.attempt(cache.get, name)
        if value is None:
            value = make()
            self.attempt(cache.set, name, value, 60)
        return value

    def attempt(self, command, *arguments):
        if self.is_up:
            try:
                return command(*arguments)
            except RedisError as error:
                log.error("The cache does not reply: %s", error)
                self.is_up = False
