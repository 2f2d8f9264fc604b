"""WRONG (rule: errors): after an exception the lock stays, and the next call waits until it expires."""

import secrets
import time

from django.core.cache import cache

RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0
"""


def release(lock, token):
    client = cache._cache.get_client(None, write=True)
    client.eval(RELEASE, 1, cache.make_key(lock), str(token))


def once(key, compute, timeout=60):
    lock = f"once:lock:{key}"
    token = secrets.randbits(60)
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if cache.add(lock, token, timeout=30):
            value = cache.get(key)
            if value is None:
                value = compute()
                cache.set(key, value, timeout)
            release(lock, token)
            return value
        time.sleep(0.1)
