"""The lock holds a token, and the server deletes it only if it is still this one.

A get() and then a delete() would be two steps, with room for another caller's lock in between.
"""

import time
import uuid

import redis
from django.conf import settings
from django.core.cache import cache

RELEASE = """
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0
"""
client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])


def once(key, compute, timeout=60):
    if (value := cache.get(key)) is not None:
        return value
    lock, token = f"computing:{key}", uuid.uuid4().hex
    while not client.set(lock, token, nx=True, ex=25):
        time.sleep(0.02)
    try:
        return cache.get_or_set(key, compute, timeout)
    finally:
        client.eval(RELEASE, 1, lock, token)
