"""A ring of 200 points for each shard, searched by bisection; a decorator turns the error of a dead shard into an answer."""

import functools
from bisect import bisect
from hashlib import md5

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from redis.exceptions import ConnectionError as RedisConnectionError

POINTS = 200


def point(text):
    return int.from_bytes(md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()[:8], "big")


def when_dead(answer):
    """Call answer(key) instead of raising, if the key's shard is dead."""

    def decorate(method):
        @functools.wraps(method)
        def guarded(self, key, *args, **kwargs):
            try:
                return method(self, key, *args, **kwargs)
            except (ConnectionError, RedisConnectionError):
                return answer(key)

        return guarded

    return decorate


def nothing(key):
    return None


def false(key):
    return False


def not_found(key):
    raise ValueError(f"Key '{key}' not found")


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)
        ring = sorted((point(f"{name}/{number}"), name) for name in self.names for number in range(POINTS))
        self.points = [at for at, _ in ring]
        self.owners = [name for _, name in ring]

    def name_of(self, made_key):
        return self.owners[bisect(self.points, point(made_key)) % len(self.owners)]

    def shard_of(self, made_key):
        return caches[self.name_of(made_key)]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    @when_dead(false)
    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).add(made, value, self.seconds(timeout))

    def get(self, key, default=None, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).get(made, default)
        except (ConnectionError, RedisConnectionError):
            return default

    @when_dead(nothing)
    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        self.shard_of(made).set(made, value, self.seconds(timeout))

    @when_dead(false)
    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).touch(made, self.seconds(timeout))

    @when_dead(false)
    def delete(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).delete(made)

    @when_dead(false)
    def has_key(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).has_key(made)

    @when_dead(not_found)
    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).incr(made, delta)

    @when_dead(not_found)
    def decr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).decr(made, delta)

    def split(self, keys, version):
        parts = {}
        for key in dict.fromkeys(keys):
            made = self.make_and_validate_key(key, version)
            parts.setdefault(self.name_of(made), []).append((key, made))
        return parts.items()

    def get_many(self, keys, version=None):
        values = {}
        for name, pairs in self.split(keys, version):
            try:
                found = caches[name].get_many([made for _, made in pairs])
            except (ConnectionError, RedisConnectionError):
                continue
            values.update((key, found[made]) for key, made in pairs if made in found)
        return values

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for name, pairs in self.split(data, version):
            try:
                refused = caches[name].set_many({made: data[key] for key, made in pairs}, self.seconds(timeout))
            except (ConnectionError, RedisConnectionError):
                refused = [made for _, made in pairs]
            failed += [key for key, made in pairs if made in (refused or ())]
        return failed

    def delete_many(self, keys, version=None):
        for name, pairs in self.split(keys, version):
            try:
                caches[name].delete_many([made for _, made in pairs])
            except (ConnectionError, RedisConnectionError):
                pass

    def clear(self):
        for name in self.names:
            try:
                caches[name].clear()
            except (ConnectionError, RedisConnectionError):
                pass

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
