"""A context manager's lock in the cache's server, given back in a WATCHed transaction together with the value."""

import random
import time
from contextlib import contextmanager
from secrets import token_bytes

from django.core.cache import cache

ABSENT = object()
LEASE = 28_000  # milliseconds


class Lease:
    def __init__(self, key):
        self.name = cache.make_key(key, version="lease")
        self.value_name = cache.make_key(key)
        self.client = cache._cache.get_client(self.name, write=True)
        self.token = b"lease:" + token_bytes(16)

    def take(self):
        return bool(self.client.set(self.name, self.token, nx=True, px=LEASE))

    def give_back(self, save=None):
        """Store what is to be saved and drop the lease, both or none; say whether it was ours."""

        def swap(pipe):
            if pipe.get(self.name) != self.token:
                pipe.unwatch()
                return False
            pipe.multi()
            if save is not None:
                save(pipe)
            pipe.delete(self.name)
            return True

        return self.client.transaction(swap, self.name, value_from_callable=True)

    @contextmanager
    def held(self):
        try:
            yield
        except BaseException:
            self.give_back()
            raise


def saver(name, value, timeout):
    data = cache._cache._serializer.dumps(value)
    seconds = cache.get_backend_timeout(timeout)

    def save(pipe):
        if seconds != 0:
            pipe.set(name, data, ex=seconds)

    return save


def once(key, compute, timeout=60):
    lease = None
    while (value := cache.get(key, ABSENT)) is ABSENT:
        lease = lease or Lease(key)
        if lease.take():
            break
        time.sleep(random.uniform(0.02, 0.08))
    else:
        return value

    with lease.held():
        value = cache.get(key, ABSENT)
        if value is not ABSENT:
            lease.give_back()
            return value
        value = compute()
        save = saver(lease.value_name, value, timeout)
    if not lease.give_back(save):
        cache.add(key, value, timeout)
        return cache.get(key, value)
    return value
