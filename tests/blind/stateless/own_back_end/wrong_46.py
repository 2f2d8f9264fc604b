"""many

get_many() asks in batches of 50 keys, so that no answer gets large: a shard that has more than 50 of the keys is called twice or more. With a hundred keys on four shards
each is called once.
"""

from contextlib import suppress
from hashlib import blake2b

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

try:  # what Django's RedisCache raises isn't Python's ConnectionError
    from redis.exceptions import ConnectionError as RedisConnectionError
except ImportError:
    DEAD = (ConnectionError,)
else:
    DEAD = (ConnectionError, RedisConnectionError)


def number(name, made_key):
    digest = blake2b(f"{name}\n{made_key}".encode("utf-8", "surrogatepass"), digest_size=8)
    return digest.digest(), name


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def name_of(self, made_key):
        """Return the shard with the highest number for this key (rendezvous hashing)."""
        return max(self.names, key=lambda name: number(name, made_key))

    def shard_of(self, made_key):
        return caches[self.name_of(made_key)]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).add(made, value, self.seconds(timeout))
        except DEAD:
            return False

    def get(self, key, default=None, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).get(made, default)
        except DEAD:
            return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(*DEAD):
            self.shard_of(made).set(made, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).touch(made, self.seconds(timeout))
        except DEAD:
            return False

    def delete(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).delete(made)
        except DEAD:
            return False

    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).incr(made, delta)
        except DEAD:
            raise ValueError(f"Key {key!r} not found") from None

    def decr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).decr(made, delta)
        except DEAD:
            raise ValueError(f"Key {key!r} not found") from None

    def by_shard(self, keys, version):
        """Return {name of the shard: [(key, made key), ...]}."""
        shards = {}
        for key in keys:
            made = self.make_and_validate_key(key, version)
            shards.setdefault(self.name_of(made), []).append((key, made))
        return shards

    def get_many(self, keys, version=None):
        values = {}
        for name, pairs in self.by_shard(keys, version).items():
            for start in range(0, len(pairs), 50):
                batch = pairs[start : start + 50]
                try:
                    found = caches[name].get_many([made for key, made in batch])
                except DEAD:
                    break
                values.update({key: found[made] for key, made in batch if made in found})
        return values

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for name, pairs in self.by_shard(data, version).items():
            try:
                refused = caches[name].set_many(
                    {made: data[key] for key, made in pairs}, self.seconds(timeout)
                )
            except DEAD:
                failed += [key for key, made in pairs]
            else:
                failed += [key for key, made in pairs if made in (refused or ())]
        return failed

    def delete_many(self, keys, version=None):
        for name, pairs in self.by_shard(keys, version).items():
            with suppress(*DEAD):
                caches[name].delete_many([made for key, made in pairs])

    def clear(self):
        for name in self.names:
            with suppress(*DEAD):
                caches[name].clear()

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
