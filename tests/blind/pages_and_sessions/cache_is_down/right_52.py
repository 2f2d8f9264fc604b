"""A small object wraps the cache for the time of one page, and answers "nothing there" after the first failure."""

import logging

import redis
from django.core.cache import caches as configured

MISSING = object()
MINUTE = 60


def caches(url):
    options = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3, "retry_on_timeout": False, "protocol": 2}
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": options,
        }
    }


class CacheOfOnePage:
    def __init__(self):
        self.cache = configured["default"]
        self.is_usable = True

    def ask(self, method, *arguments, otherwise):
        if not self.is_usable:
            return otherwise
        try:
            return method(*arguments)
        except redis.RedisError as error:
            self.is_usable = False
            logging.getLogger("arena.cache").error("Cache failed: %s", error, exc_info=True)
            return otherwise

    def get(self, name):
        return self.ask(self.cache.get, name, MISSING, otherwise=MISSING)

    def set(self, name, value):
        self.ask(self.cache.set, name, value, MINUTE, otherwise=None)


def page(parts):
    cached = CacheOfOnePage()
    result = {}
    for name, make in parts.items():
        value = cached.get(name)
        if value is MISSING:
            value = make()
            cached.set(name, value)
        result[name] = value
    return result
