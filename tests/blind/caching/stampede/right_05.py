"""RIGHT: no script: WATCH and MULTI delete the claim if it is still one's own, and store the value before."""

import os
import threading
import time

from django.core.cache import cache
from redis.exceptions import WatchError

CLAIM_SECONDS = 32


def mine():
    who = f"{os.getpid()}-{threading.get_ident()}-{time.time_ns()}-{os.urandom(8).hex()}"
    return who.encode()


def release(client, claim, token):
    with client.pipeline() as pipeline:
        try:
            pipeline.watch(claim)
            if pipeline.get(claim) == token:
                pipeline.multi()
                pipeline.delete(claim)
                pipeline.execute()
        except WatchError:
            # It expired, and perhaps somebody else has it now.
            pass


def once(key, compute, timeout=60):
    claim = cache.make_key(key, version="computing")
    client = cache._cache.get_client(claim, write=True)
    token = mine()
    claimed = False
    try:
        while (value := cache.get(key)) is None:
            if claimed:
                # We looked after we had claimed: nobody else has stored it.
                value = compute()
                return value if cache.add(key, value, timeout) else cache.get(key, value)
            claimed = bool(client.set(claim, token, nx=True, ex=CLAIM_SECONDS))
            if not claimed:
                time.sleep(0.05)
        return value
    finally:
        if claimed:
            release(client, claim, token)
