"""Right: an expiring lock from add(), a second look under it, and a script that releases only one's own lock."""

import secrets
import time

from django.core.cache import cache

LOCK = "once-lock"
SECONDS = 30
RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0
"""


def release(key, token):
    client = cache._cache.get_client(None, write=True)
    client.eval(RELEASE, 1, cache.make_key(key, version=LOCK), str(token))


def once(key, compute, timeout=60):
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        token = secrets.randbits(60)
        if cache.add(key, token, timeout=SECONDS, version=LOCK):
            try:
                value = cache.get(key)
                if value is None:
                    value = compute()
                    cache.set(key, value, timeout)
                return value
            finally:
                release(key, token)
        time.sleep(0.05)
