"""back: the time until the next attempt doubles with each one that fails, to two and a half minutes.
Shows when the server was down for more than a minute with visits all the time: after its return page() does
without it for longer than 30 seconds. (After a short failure it is back at once.)
"""

import logging
import time

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
rest = {"until": 0, "seconds": 1}  # of this process


def caches(url):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.25},
        }
    }


def page(parts):
    if not parts:
        return {}
    works = time.monotonic() > rest["until"]
    found = {}
    if works:
        try:
            found = cache.get_many(parts)
            rest.update(until=0, seconds=1)
        except RedisError:
            works = False
            # Each attempt in vain doubles the time until the next one.
            rest["seconds"] = min(2 * rest["seconds"], 300)
            rest["until"] = time.monotonic() + rest["seconds"] / 2
            logger.exception("The page does without the cache.")
    else:
        logger.error("The page does without the cache, which was down a moment ago.")
    values = {}
    for name, make in parts.items():
        if name in found:  # the value may be None
            values[name] = found[name]
            continue
        # Outside of any try: what a function raises is nobody's business here.
        values[name] = value = make()
        if works:
            try:
                cache.set(name, value, 60)
            except RedisError:
                works = False
                logger.exception("The page does without the cache from here on.")
    return values
