"""WRONG (rule: long): the lock expires after 10 seconds, so during a computation of 20 seconds another one begins."""

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
        if cache.add(lock, token, timeout=10):
            try:
                value = cache.get(key)
                if value is None:
                    value = compute()
                    cache.set(key, value, timeout)
                return value
            finally:
                release(lock, token)
        time.sleep(0.1)
