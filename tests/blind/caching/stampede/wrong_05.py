"""WRONG (rule: dead process): a thread renews the claim while compute() runs; when compute() hangs, it goes on, and the others wait forever."""

import secrets
import threading
import time

from django.core.cache import cache

CLAIM_MS = 10_000
RENEW = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end"
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


def keep(client, claim, token, done):
    # A process that dies renews nothing: its claim is gone in ten seconds.
    while not done.wait(3):
        client.eval(RENEW, 1, claim, token, CLAIM_MS)


def once(key, compute, timeout=60):
    claim = cache.make_key(key, version="once-claim")
    client = cache._cache.get_client(claim, write=True)
    token = secrets.token_hex(16)
    while True:
        value = cache.get(key)
        if value is not None:
            return value
        if client.set(claim, token, nx=True, px=CLAIM_MS):
            break
        time.sleep(0.05)
    done = threading.Event()
    threading.Thread(target=keep, args=(client, claim, token, done), daemon=True).start()
    try:
        value = cache.get(key)
        if value is None:
            value = compute()
            if not cache.add(key, value, timeout):
                value = cache.get(key, value)
        return value
    finally:
        done.set()
        client.eval(RELEASE, 1, claim, token)
