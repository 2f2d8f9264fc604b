"""Breaks both: warm() removes the release's own old keys first, but the pattern of release 1.2 matches
the keys of 1.2.1 and 1.2-rc1 too."""

from random import uniform

from django.core.cache import cache


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": release,
        }
    }


def warm(values):
    client = cache._cache.get_client(write=True)
    for key in list(client.scan_iter(match=f"{cache.key_prefix}*", count=1000)):
        client.delete(key)
    for key, value in values.items():
        cache.set(key, value, timeout=uniform(46 * 60, 59 * 60))
