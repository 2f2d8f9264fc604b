"""A context manager turns errors of redis into one log entry; the values of a page are stored together, also if a function fails."""

import logging
from contextlib import contextmanager

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "TIMEOUT": 60,
            "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "retry_on_error": []},
        }
    }


@contextmanager
def logged_failure():
    try:
        yield
    except RedisError:
        log.error("Arena's cache server is down", exc_info=True)


def page(parts):
    if not parts:
        return {}
    found = None
    with logged_failure():
        found = cache.get_many(list(parts))

    if found is None:
        return {name: make() for name, make in parts.items()}

    fresh = {}
    try:
        for name, make in parts.items():
            if name not in found:
                fresh[name] = make()
    finally:
        # No connection is needed if there is nothing to store.
        with logged_failure():
            cache.set_many(fresh, 60)
    return {name: found[name] if name in found else fresh[name] for name in parts}
