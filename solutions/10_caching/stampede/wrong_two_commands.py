"""Lock and timeout come in two commands: a process that dies in between leaves a lock forever.

Breaks: dead process
Fails: dies
"""

import time

import redis
from django.conf import settings
from django.core.cache import cache

client = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])


def once(key, compute, timeout=60):
    lock = f"lock:{key}"
    while (value := cache.get(key)) is None:
        if not client.setnx(lock, 1):
            time.sleep(0.05)
            continue
        client.expire(lock, 30)
        try:
            return cache.get_or_set(key, compute, timeout)
        finally:
            client.delete(lock)
    return value
