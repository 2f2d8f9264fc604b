"""Right: a ring with 400 points a shard."""

import bisect
import hashlib
from collections import defaultdict

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


POINTS = 400


def number(text):
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big")


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)
        ring = sorted((number(f"{name}#{i}"), name) for name in self.names for i in range(POINTS))
        self.points = [point for point, _ in ring]
        self.owners = [name for _, name in ring]

    def name_of(self, made):
        place = bisect.bisect(self.points, number(made)) % len(self.points)
        return self.owners[place]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def ask(self, name, method, dead, *args):
        """Call a method of a shard; while that is dead, return what stands for nothing."""
        try:
            return getattr(caches[name], method)(*args)
        except ConnectionError:
            return dead

    def on(self, key, version, method, dead, *args):
        made = self.make_and_validate_key(key, version)
        return self.ask(self.name_of(made), method, dead, made, *args)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.on(key, version, "add", False, value, self.seconds(timeout))

    def get(self, key, default=None, version=None):
        return self.on(key, version, "get", default, default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self.on(key, version, "set", None, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.on(key, version, "touch", False, self.seconds(timeout))

    def delete(self, key, version=None):
        return self.on(key, version, "delete", False)

    def incr(self, key, delta=1, version=None):
        value = self.on(key, version, "incr", None, delta)
        if value is None:
            raise ValueError("Key '%s' not found" % key)
        return value

    def by_shard(self, keys, version):
        shards = defaultdict(dict)
        for key in keys:
            made = self.make_and_validate_key(key, version)
            shards[self.name_of(made)][made] = key
        return shards

    def get_many(self, keys, version=None):
        found = {}
        for name, originals in self.by_shard(keys, version).items():
            values = self.ask(name, "get_many", {}, list(originals))
            found.update((originals[made], value) for made, value in values.items())
        return found

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for name, originals in self.by_shard(data, version).items():
            values = {made: data[key] for made, key in originals.items()}
            missed = self.ask(name, "set_many", list(values), values, self.seconds(timeout))
            failed.extend(originals[made] for made in missed or ())
        return failed

    def delete_many(self, keys, version=None):
        for name, originals in self.by_shard(keys, version).items():
            self.ask(name, "delete_many", None, list(originals))

    def clear(self):
        for name in self.names:
            self.ask(name, "clear", None)

    # BaseCache's own go key by key, and its aincr() is a get and a set.
    async def aincr(self, key, delta=1, version=None):
        return await sync_to_async(self.incr)(key, delta, version)

    async def adecr(self, key, delta=1, version=None):
        return await sync_to_async(self.decr)(key, delta, version)

    async def aget_many(self, keys, version=None):
        return await sync_to_async(self.get_many)(keys, version)

    async def aset_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return await sync_to_async(self.set_many)(data, timeout, version)

    async def adelete_many(self, keys, version=None):
        return await sync_to_async(self.delete_many)(keys, version)
