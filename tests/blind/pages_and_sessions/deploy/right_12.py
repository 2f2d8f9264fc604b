"""The release as VERSION; thirteen groups of keys, which expire a minute apart."""

from collections import defaultdict

from django.core.cache import cache


def caches(url, release):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url, "VERSION": f"release-{release}"}}


def warm(values):
    groups = defaultdict(dict)
    for number, (key, value) in enumerate(values.items()):
        groups[46 + number % 13][key] = value
    for minutes, group in groups.items():
        cache.set_many(group, timeout=60 * minutes)
