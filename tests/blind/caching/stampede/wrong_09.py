"""WRONG (rule: value): the time is spread by up to a tenth, so that not all keys expire together: a value is not cached for `timeout` seconds, but for fewer or more when timeout is 10 or longer."""

import random
import secrets
import time

from django.core.cache import cache

OWN_ONLY = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


def spread(timeout):
    if not timeout:
        return timeout
    tenth = int(timeout) // 10
    return timeout + random.randint(-tenth, tenth)


def store(key, value, timeout):
    if cache.add(key, value, spread(timeout)):
        return value
    return cache.get(key, value)


def once(key, compute, timeout=60):
    claim = cache.make_key(key, version="once-claim")
    client = cache._cache.get_client(claim, write=True)
    token = secrets.token_hex(16)
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if client.set(claim, token, nx=True, ex=30):
            break
        time.sleep(0.04)
    try:
        value = cache.get(key)
        if value is not None:
            return value
        return store(key, compute(), timeout)
    finally:
        client.eval(OWN_ONLY, 1, claim, token)
