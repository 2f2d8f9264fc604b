"""Shards are objects that rest for five seconds after a ConnectionError, so a dead one does not slow every call; rendezvous hashing."""

import time
from hashlib import sha1

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from redis import exceptions

REST = 5  # seconds


class Down(Exception):
    """The shard can't be reached, or couldn't a moment ago."""


class Shard:
    def __init__(self, name):
        self.name = name
        self.rests_until = None

    def weight(self, made):
        return sha1(f"{made}@{self.name}".encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()

    def call(self, method, *args):
        if self.rests_until is not None and time.monotonic() < self.rests_until:
            raise Down
        try:
            result = getattr(caches[self.name], method)(*args)
        except (ConnectionError, exceptions.ConnectionError) as error:
            self.rests_until = time.monotonic() + REST
            raise Down from error
        self.rests_until = None
        return result


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.shards = [Shard(name) for name in location]

    def shard_of(self, made_key):
        return max(self.shards, key=lambda shard: shard.weight(made_key))

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def one(self, method, key, version, *args, missing=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).call(method, made, *args)
        except Down:
            return missing

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.one("add", key, version, value, self.seconds(timeout), missing=False)

    def get(self, key, default=None, version=None):
        return self.one("get", key, version, default, missing=default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self.one("set", key, version, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.one("touch", key, version, self.seconds(timeout), missing=False)

    def delete(self, key, version=None):
        return self.one("delete", key, version, missing=False)

    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).call("incr", made, delta)
        except Down:
            raise ValueError("Key '%s' not found" % key) from None

    def decr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).call("decr", made, delta)
        except Down:
            raise ValueError("Key '%s' not found" % key) from None

    def groups(self, keys, version):
        groups = {}
        for key in keys:
            made = self.make_and_validate_key(key, version)
            groups.setdefault(self.shard_of(made), {})[key] = made
        return groups

    def get_many(self, keys, version=None):
        result = {}
        for shard, made_of in self.groups(keys, version).items():
            try:
                found = shard.call("get_many", list(made_of.values()))
            except Down:
                continue
            for key, made in made_of.items():
                if made in found:
                    result[key] = found[made]
        return result

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for shard, made_of in self.groups(data, version).items():
            try:
                refused = shard.call("set_many", {made: data[key] for key, made in made_of.items()}, self.seconds(timeout))
            except Down:
                refused = made_of.values()
            failed.extend(key for key, made in made_of.items() if refused and made in refused)
        return failed

    def delete_many(self, keys, version=None):
        for shard, made_of in self.groups(keys, version).items():
            try:
                shard.call("delete_many", list(made_of.values()))
            except Down:
                continue

    def clear(self):
        for shard in self.shards:
            try:
                shard.call("clear")
            except Down:
                continue

    # BaseCache's own would go key by key, and aincr() would read and then write.

    async def aget_many(self, keys, version=None):
        return await sync_to_async(self.get_many)(keys, version)

    async def aset_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return await sync_to_async(self.set_many)(data, timeout, version)

    async def adelete_many(self, keys, version=None):
        return await sync_to_async(self.delete_many)(keys, version)

    async def aincr(self, key, delta=1, version=None):
        return await sync_to_async(self.incr)(key, delta, version)

    async def adecr(self, key, delta=1, version=None):
        return await sync_to_async(self.decr)(key, delta, version)
