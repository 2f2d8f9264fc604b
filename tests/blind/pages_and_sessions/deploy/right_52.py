"""A key function puts the release before the key; fourteen groups of keys, each with its own minute, are sent with set_many()."""

import secrets
from collections import defaultdict

from django.core.cache import cache

MINUTE = 60
MINUTES = range(46, 60)


def caches(url, release):
    def key_of_release(key, key_prefix, version):
        return f"arena:{release}:{key_prefix}:{version}:{key}"

    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_FUNCTION": key_of_release,
        }
    }


def warm(values):
    groups = defaultdict(dict)
    for key, value in values.items():
        groups[secrets.choice(MINUTES)][key] = value
    for minutes, group in groups.items():
        cache.set_many(group, timeout=minutes * MINUTE)
