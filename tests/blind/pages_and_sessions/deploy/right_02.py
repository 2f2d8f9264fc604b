"""The keys are dealt out to twelve groups with a minute of their own; a pipeline for each group."""

import random
from hashlib import blake2b

from django.core.cache import cache

MINUTES = range(46, 58)


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "release-" + blake2b(release.encode(), digest_size=20).hexdigest(),
        }
    }


def warm(values):
    keys = list(values)
    random.shuffle(keys)
    # In a random order, so that calls with one key each don't all take the same minute.
    minutes = random.sample(MINUTES, k=len(MINUTES))
    for start, minute in enumerate(minutes):
        group = {key: values[key] for key in keys[start :: len(minutes)]}
        if group:
            cache.set_many(group, timeout=minute * 60 + random.randrange(60))
