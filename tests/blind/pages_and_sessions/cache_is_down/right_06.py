"""In three steps: read all, make what is missing, store it."""

import logging

from django.core.cache import cache
from redis import exceptions as redis_errors

logger = logging.getLogger(__name__)


class Down(Exception):
    """The server cannot be reached, refuses, breaks off or does not reply."""


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    }


def ask(method, *args):
    try:
        return method(*args)
    except redis_errors.AuthenticationError:
        raise
    except (redis_errors.ConnectionError, redis_errors.TimeoutError) as error:
        raise Down from error


def read(names):
    """Return the values that are cached, and whether the server has replied."""
    missing = object()
    found = {}
    try:
        for name in names:
            value = ask(cache.get, name, missing)
            if value is not missing:
                found[name] = value
    except Down:
        logger.exception("The cache could not be read")
        return found, False
    return found, True


def store(values):
    try:
        for name, value in values.items():
            ask(cache.set, name, value, 60)
    except Down:
        logger.exception("The cache could not be written")


def page(parts):
    found, replies = read(parts)
    made = {}
    try:
        for name in parts:
            if name not in found:
                made[name] = parts[name]()
    finally:
        if replies:
            store(made)
    return {name: (made if name in made else found)[name] for name in parts}
