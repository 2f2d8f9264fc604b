"""WRONG (limit: trips): 0, False, "" and empty lists need more than 2 trips when the cache has them: get(), then has_key(), then get() again."""

import secrets
import time

from django.core.cache import cache

OWN_ONLY = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"
NOTHING = object()


def look(key):
    value = cache.get(key)
    if value:
        return value
    # Nothing, or something that is false: make sure.
    if cache.has_key(key):
        return cache.get(key, NOTHING)
    return NOTHING


def once(key, compute, timeout=60):
    value = look(key)
    if value is not NOTHING:
        return value
    claim = cache.make_key(key, version="once-claim")
    client = cache._cache.get_client(claim, write=True)
    token = secrets.token_hex(16)
    while not client.set(claim, token, nx=True, ex=30):
        time.sleep(0.04)
        value = look(key)
        if value is not NOTHING:
            return value
    try:
        value = look(key)
        if value is NOTHING:
            value = compute()
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)
        return value
    finally:
        client.eval(OWN_ONLY, 1, claim, token)
