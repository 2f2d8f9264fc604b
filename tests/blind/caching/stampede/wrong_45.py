"""dead process

A thread renews the lock for as long as compute() runs. A process that dies is noticed after fifteen
seconds, but one whose compute() hangs keeps its lock, and the others wait for ever.
"""

import threading
import time
import uuid
from contextlib import contextmanager

from django.core.cache import cache

MISSING = object()
LOCK_SECONDS = 15


@contextmanager
def heartbeat(key, token):
    done = threading.Event()

    def beat():
        while not done.wait(LOCK_SECONDS / 3):
            if cache.get(key, version="lock") == token:
                cache.touch(key, LOCK_SECONDS, version="lock")

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def once(key, compute, timeout=60):
    token = uuid.uuid4().hex
    while True:
        value = cache.get(key, MISSING)
        if value is not MISSING:
            return value
        if cache.add(key, token, LOCK_SECONDS, version="lock"):
            break
        time.sleep(0.05)
    try:
        value = cache.get(key, MISSING)
        if value is MISSING:
            with heartbeat(key, token):
                value = compute()
            cache.set(key, value, timeout)
        return value
    finally:
        if cache.get(key, version="lock") == token:
            cache.delete(key, version="lock")
