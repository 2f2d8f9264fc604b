"""RIGHT: a context manager class holds the claim; waiters' pauses grow, with some chance, to a fifth of a second."""

import random
import secrets
import time

from django.core.cache import cache

OWN_ONLY = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class Claim:
    """At most one holder at any time; at most half a minute for each."""

    seconds = 30

    def __init__(self, key):
        self.name = cache.make_key(key, version="claim of once()")
        self.client = cache._cache.get_client(self.name, write=True)
        self.token = secrets.token_urlsafe()
        self.held = False

    def __enter__(self):
        self.held = bool(self.client.set(self.name, self.token, nx=True, ex=self.seconds))
        return self.held

    def __exit__(self, *error):
        if self.held:
            self.client.eval(OWN_ONLY, 1, self.name, self.token)


def pauses():
    pause = 0.01
    while True:
        yield pause * random.uniform(0.5, 1)
        pause = min(pause * 1.5, 0.2)


def store(key, value, timeout):
    if cache.add(key, value, timeout):
        return value
    return cache.get(key, value)


def once(key, compute, timeout=60):
    value = cache.get(key)
    if value is not None:
        return value
    for pause in pauses():
        with Claim(key) as held:
            value = cache.get(key)
            if value is not None:
                return value
            if held:
                return store(key, compute(), timeout)
        time.sleep(pause)
