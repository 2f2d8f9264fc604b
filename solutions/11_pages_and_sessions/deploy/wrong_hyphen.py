"""Between release and key stands a hyphen, which both may have: "1-1-a" belongs to two of them.

Breaks: release
Fails: release
"""

from random import randint

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"

    def function(key, prefix, version):
        return f"{release}-{key}"

    return {"default": {"BACKEND": backend, "LOCATION": url, "KEY_FUNCTION": function}}


def warm(values):
    for key, value in values.items():
        cache.set(key, value, timeout=3600 - randint(0, 840))
