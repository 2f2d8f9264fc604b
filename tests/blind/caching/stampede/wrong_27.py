"""WRONG (rule: other keys): 64 locks for all keys: a key waits for another one whose checksum falls on the same lock."""

from zlib import crc32

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
    lock = f"once:lock:{crc32(key.encode()) % 64}"
    token = secrets.randbits(60)
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if cache.add(lock, token, timeout=30):
            try:
                value = cache.get(key)
                if value is None:
                    value = compute()
                    cache.set(key, value, timeout)
                return value
            finally:
                release(lock, token)
        time.sleep(0.05)
