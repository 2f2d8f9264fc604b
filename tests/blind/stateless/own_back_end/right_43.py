"""A ring with 1,000 points per shard and bisect; a small class around each shard turns connection errors into the answers of an empty cache."""

import bisect
from hashlib import md5

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

try:  # what Django's RedisCache raises isn't Python's ConnectionError
    from redis.exceptions import ConnectionError as RedisConnectionError
except ImportError:
    DEAD = (ConnectionError,)
else:
    DEAD = (ConnectionError, RedisConnectionError)

POINTS = 1000


def point(text):
    digest = md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "big")


class Shard:
    """A cache that is empty and takes nothing while it is dead."""

    def __init__(self, name):
        self.name = name

    @property
    def cache(self):
        return caches[self.name]  # each thread has its own

    def add(self, key, value, timeout):
        try:
            return self.cache.add(key, value, timeout)
        except DEAD:
            return False

    def get(self, key, default):
        try:
            return self.cache.get(key, default)
        except DEAD:
            return default

    def set(self, key, value, timeout):
        try:
            self.cache.set(key, value, timeout)
        except DEAD:
            pass

    def touch(self, key, timeout):
        try:
            return self.cache.touch(key, timeout)
        except DEAD:
            return False

    def delete(self, key):
        try:
            return self.cache.delete(key)
        except DEAD:
            return False

    def incr(self, key, delta):
        try:
            return self.cache.incr(key, delta)
        except DEAD:
            raise ValueError(f"Key {key!r} not found") from None

    def decr(self, key, delta):
        try:
            return self.cache.decr(key, delta)
        except DEAD:
            raise ValueError(f"Key {key!r} not found") from None

    def get_many(self, keys):
        try:
            return self.cache.get_many(keys)
        except DEAD:
            return {}

    def set_many(self, data, timeout):
        try:
            return self.cache.set_many(data, timeout) or []
        except DEAD:
            return list(data)

    def delete_many(self, keys):
        try:
            self.cache.delete_many(keys)
        except DEAD:
            pass

    def clear(self):
        try:
            self.cache.clear()
        except DEAD:
            pass


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)
        self.shards = [Shard(name) for name in self.names]
        ring = sorted(
            (point(f"{shard.name} {number}"), position)
            for position, shard in enumerate(self.shards)
            for number in range(POINTS)
        )
        self.points = [place for place, position in ring]
        self.owners = [self.shards[position] for place, position in ring]

    def shard_of(self, made_key):
        place = bisect.bisect(self.points, point(made_key))
        return self.owners[place % len(self.owners)]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).add(made, value, self.seconds(timeout))

    def get(self, key, default=None, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).get(made, default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        self.shard_of(made).set(made, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).touch(made, self.seconds(timeout))

    def delete(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).delete(made)

    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).incr(made, delta)

    def decr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).decr(made, delta)

    def grouped(self, keys, version):
        groups = {}
        for key in keys:
            made = self.make_and_validate_key(key, version)
            groups.setdefault(self.shard_of(made), []).append((key, made))
        return groups.items()

    def get_many(self, keys, version=None):
        values = {}
        for shard, pairs in self.grouped(keys, version):
            found = shard.get_many([made for key, made in pairs])
            for key, made in pairs:
                if made in found:
                    values[key] = found[made]
        return values

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for shard, pairs in self.grouped(data, version):
            refused = shard.set_many({made: data[key] for key, made in pairs}, self.seconds(timeout))
            failed += [key for key, made in pairs if made in refused]
        return failed

    def delete_many(self, keys, version=None):
        for shard, pairs in self.grouped(keys, version):
            shard.delete_many([made for key, made in pairs])

    def clear(self):
        for shard in self.shards:
            shard.clear()

    # BaseCache's own ones ask for each key, and aincr() gets and sets

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
