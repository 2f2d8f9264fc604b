"""Breaks servers: hash() of a text is another number in each process, so no server reads what another
server of its release has stored."""

from random import uniform

from django.core.cache import cache


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "VERSION": hash(release),
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=uniform(46 * 60, 59 * 60))
