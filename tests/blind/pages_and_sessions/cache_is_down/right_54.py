"""Like a fuse: after a failure nobody asks the server for two seconds, and each page that does without it logs an error."""

import logging
import threading
import time

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
LIFETIME = 60


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1},
        }
    }


class Fuse:
    pause = 2

    def __init__(self):
        self.lock = threading.Lock()
        self.closed_again_at = 0.0

    def blow(self):
        with self.lock:
            self.closed_again_at = time.monotonic() + self.pause

    @property
    def is_blown(self):
        with self.lock:
            return time.monotonic() < self.closed_again_at


fuse = Fuse()


def through_fuse(operation, *args):
    """Return (whether it worked, result). Only the cache's own calls come here, no functions of the page."""
    if fuse.is_blown:
        logger.error("The cache was down a moment ago, and is not asked")
        return False, None
    try:
        return True, operation(*args)
    except RedisError as error:
        fuse.blow()
        logger.error("The cache is down: %s", error)
        return False, None


def page(parts):
    names = list(parts)
    works, hits = through_fuse(cache.get_many, names) if names else (True, {})
    hits = hits or {}
    values = {}
    for name in names:
        if name in hits:
            values[name] = hits[name]
        else:
            values[name] = parts[name]()
            if works:
                works, _ = through_fuse(cache.set, name, values[name], LIFETIME)
    return values
