"""WRONG (rule: long): who has waited for 15 s takes the other for dead and computes as well, although compute() may take 20."""

import time
import uuid

from django.core.cache import cache

CLAIM = 30
PATIENCE = 15
CLAIMS = "once-claim"
GIVE_BACK = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


def give_back(key, token):
    name = cache.make_key(key, version=CLAIMS)
    cache._cache.get_client(name, write=True).eval(GIVE_BACK, 1, name, token)


def once(key, compute, timeout=60):
    token = uuid.uuid4().int >> 80
    give_up = time.monotonic() + PATIENCE
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if cache.add(key, token, CLAIM, version=CLAIMS) or time.monotonic() > give_up:
            break
        time.sleep(0.03)
    try:
        value = cache.get(key)
        if value is None:
            value = compute()
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)
        return value
    finally:
        give_back(key, token)
