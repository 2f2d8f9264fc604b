"""Jump consistent hashing by the position in LOCATION; each method has its own try, so one sees what it does without its shard."""

import hashlib
from collections import defaultdict
from contextlib import suppress

import redis
from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

UNREACHABLE = (ConnectionError, redis.exceptions.ConnectionError)


def jump(number, buckets):
    """Lamping and Veach: a further bucket takes its part of the keys, and no other key moves."""
    bucket, following = -1, 0
    while following < buckets:
        bucket = following
        number = (number * 2862933555777941757 + 1) % 2**64
        following = int((bucket + 1) * (2**31 / ((number >> 33) + 1)))
    return bucket


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def position(self, made_key):
        digest = hashlib.sha256(str(made_key).encode("utf-8", "surrogatepass")).digest()
        return jump(int.from_bytes(digest[:8], "big"), len(self.names))

    def shard_of(self, made_key):
        return caches[self.names[self.position(made_key)]]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).add(made, value, self.seconds(timeout))
        except UNREACHABLE:
            return False

    def get(self, key, default=None, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).get(made, default)
        except UNREACHABLE:
            return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(*UNREACHABLE):
            self.shard_of(made).set(made, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).touch(made, self.seconds(timeout))
        except UNREACHABLE:
            return False

    def delete(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).delete(made)
        except UNREACHABLE:
            return False

    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).incr(made, delta)
        except UNREACHABLE:
            raise ValueError(f"Key '{key}' not found") from None

    def decr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).decr(made, delta)
        except UNREACHABLE:
            raise ValueError(f"Key '{key}' not found") from None

    def made_keys(self, keys, version):
        """Each key as the shards know it, and the same keys in a list for each shard's position."""
        made_of = {key: self.make_and_validate_key(key, version) for key in keys}
        positions = defaultdict(list)
        for key, made in made_of.items():
            positions[self.position(made)].append(key)
        return made_of, positions

    def get_many(self, keys, version=None):
        made_of, positions = self.made_keys(keys, version)
        result = {}
        for position, own in positions.items():
            with suppress(*UNREACHABLE):
                found = caches[self.names[position]].get_many([made_of[key] for key in own])
                result |= {key: found[made_of[key]] for key in own if made_of[key] in found}
        return result

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        made_of, positions = self.made_keys(data, version)
        failed = []
        for position, own in positions.items():
            try:
                values = {made_of[key]: data[key] for key in own}
                lost = caches[self.names[position]].set_many(values, self.seconds(timeout)) or []
                failed += [key for key in own if made_of[key] in lost]
            except UNREACHABLE:
                failed += own
        return failed

    def delete_many(self, keys, version=None):
        made_of, positions = self.made_keys(keys, version)
        for position, own in positions.items():
            with suppress(*UNREACHABLE):
                caches[self.names[position]].delete_many([made_of[key] for key in own])

    def clear(self):
        for name in self.names:
            with suppress(*UNREACHABLE):
                caches[name].clear()

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
