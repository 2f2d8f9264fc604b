"""A key function of the release: what Redis gets is a digest of all that tells keys apart."""

import hashlib
import json
from random import uniform

from django.core.cache import cache


def key_function(release):
    def make(key, key_prefix, version):
        whole = json.dumps([str(release), str(key_prefix), str(version), str(key)])
        return hashlib.sha256(whole.encode()).hexdigest()

    return make


def caches(url, release):
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_FUNCTION": key_function(release),
        }
    }


def warm(values):
    for key, value in values.items():
        cache.set(key, value, int(uniform(45.5, 59.5) * 60))
