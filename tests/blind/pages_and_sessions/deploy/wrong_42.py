"""release: a hyphen stands between release and key, and a release may have hyphens itself.
Shows with releases "2" and "2-beta": the key "beta-menu" of the one is the key "menu" of the other.
"""

from collections import defaultdict
from functools import partial
from random import random, shuffle

from django.core.cache import cache

MINUTE = 60


def caches(url, release):
    server = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {"default": server | {"KEY_FUNCTION": partial(full_key, release)}}


def full_key(release, key, prefix, version):
    return f"{release}-{key}" if version == 1 else f"{release}-v{version}-{key}"


def warm(values):
    keys = [*values]
    shuffle(keys)
    expiring = defaultdict(dict)
    for number, key in enumerate(keys):
        # One key in each of as many equal parts of the time from 47 to 59 minutes.
        part = (number + random()) / len(keys)
        expiring[int((47 + 12 * part) * MINUTE)][key] = values[key]
    for timeout, group in expiring.items():
        cache.set_many(group, timeout=timeout)
