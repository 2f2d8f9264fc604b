"""One get_many() for all parts, and one set_many() for what was missing."""

import logging

from django.core.cache import cache
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError
from redis.retry import Retry

logger = logging.getLogger(__name__)


def caches(url):
    options = {
        "socket_connect_timeout": 0.5,
        "socket_timeout": 0.5,
        "retry": Retry(NoBackoff(), 0),
    }
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": options,
        }
    }


def attempt(operation, *args):
    """Return whether the server has replied, and what."""
    try:
        return True, operation(*args)
    except AuthenticationError:
        raise
    except (ConnectionError, TimeoutError) as error:
        logger.error("The cache does not work: %s", error)
        return False, None


def page(parts):
    if not parts:
        return {}
    is_up, found = attempt(cache.get_many, list(parts))
    found = found or {}
    made = {}
    try:
        for name, make in parts.items():
            if name not in found:
                made[name] = make()
    finally:
        # What has been made is cached, even if another function fails.
        if is_up and made:
            attempt(cache.set_many, made, 60)
    return {name: found[name] if name in found else made[name] for name in parts}
