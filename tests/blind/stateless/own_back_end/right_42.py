"""Jump consistent hashing chooses a shard's position, and one method, ask(), calls it and replaces what a dead shard would have returned."""

import hashlib
from collections import defaultdict

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

try:  # what Django's RedisCache raises isn't Python's ConnectionError
    from redis.exceptions import ConnectionError as RedisConnectionError
except ImportError:
    DEAD = (ConnectionError,)
else:
    DEAD = (ConnectionError, RedisConnectionError)

IS_DEAD = object()


def jump(number, shards):
    """Return the position for a number of 64 bits (Lamping and Veach, 2014)."""
    position, following = -1, 0
    while following < shards:
        position = following
        number = (number * 2862933555777941757 + 1) % 2**64
        following = int((position + 1) * (2**31 / ((number >> 33) + 1)))
    return position


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def position_of(self, made_key):
        digest = hashlib.sha256(made_key.encode("utf-8", "surrogatepass")).digest()
        return jump(int.from_bytes(digest[:8], "big"), len(self.names))

    def shard_of(self, made_key):
        return caches[self.names[self.position_of(made_key)]]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def ask(self, shard, method, *arguments):
        try:
            return getattr(shard, method)(*arguments)
        except DEAD:
            return IS_DEAD

    def ask_for(self, key, version, if_dead, method, *arguments):
        made = self.make_and_validate_key(key, version)
        result = self.ask(self.shard_of(made), method, made, *arguments)
        return if_dead if result is IS_DEAD else result

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask_for(key, version, False, "add", value, self.seconds(timeout))

    def get(self, key, default=None, version=None):
        return self.ask_for(key, version, default, "get", default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self.ask_for(key, version, None, "set", value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask_for(key, version, False, "touch", self.seconds(timeout))

    def delete(self, key, version=None):
        return self.ask_for(key, version, False, "delete")

    def incr(self, key, delta=1, version=None):
        return self.counted(key, self.ask_for(key, version, IS_DEAD, "incr", delta))

    def decr(self, key, delta=1, version=None):
        return self.counted(key, self.ask_for(key, version, IS_DEAD, "decr", delta))

    def counted(self, key, value):
        if value is IS_DEAD:
            raise ValueError(f"Key {key!r} not found")
        return value

    def get_many(self, keys, version=None):
        values = {}
        for shard, made_keys in self.shards_of(keys, version):
            found = self.ask(shard, "get_many", list(made_keys))
            if found is not IS_DEAD:
                for made, originals in made_keys.items():
                    if made in found:
                        values.update(dict.fromkeys(originals, found[made]))
        return values

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for shard, made_keys in self.shards_of(data, version):
            values = {made: data[originals[-1]] for made, originals in made_keys.items()}
            refused = self.ask(shard, "set_many", values, self.seconds(timeout))
            for made in made_keys if refused is IS_DEAD else refused or ():
                failed.extend(made_keys.get(made, ()))
        return failed

    def delete_many(self, keys, version=None):
        for shard, made_keys in self.shards_of(keys, version):
            self.ask(shard, "delete_many", list(made_keys))

    def shards_of(self, keys, version):
        """Return [(shard, {made key: [key, ...]}), ...] with the shards that have such keys."""
        positions = defaultdict(lambda: defaultdict(list))
        for key in keys:
            made = self.make_and_validate_key(key, version)
            positions[self.position_of(made)][made].append(key)
        return [(caches[self.names[position]], made) for position, made in positions.items()]

    def clear(self):
        for name in self.names:
            self.ask(caches[name], "clear")

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
