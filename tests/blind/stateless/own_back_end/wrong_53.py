"""Rule dead: set_many() doesn't return the keys of a dead shard.

It says that it has stored all of them. It shows for set_many() with keys of a shard that raises ConnectionError.
"""

import hashlib

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

try:
    from redis.exceptions import ConnectionError as RedisConnectionError  # not Python's
except ImportError:
    RedisConnectionError = ConnectionError

DEAD = (ConnectionError, RedisConnectionError)


def weight(name, made_key):
    return hashlib.blake2b(f"{name} {made_key}".encode(errors="surrogatepass"), digest_size=8).digest()


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def shard_of(self, made_key):
        return max(self.names, key=lambda name: weight(name, made_key))

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def ask(self, name, method, missing, *args):
        try:
            return getattr(caches[name], method)(*args)
        except DEAD:
            return missing

    def ask_for(self, key, version, method, missing, *args):
        made = self.make_and_validate_key(key, version)
        return self.ask(self.shard_of(made), method, missing, made, *args)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask_for(key, version, "add", False, value, self.seconds(timeout))

    def get(self, key, default=None, version=None):
        return self.ask_for(key, version, "get", default, default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self.ask_for(key, version, "set", None, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask_for(key, version, "touch", False, self.seconds(timeout))

    def delete(self, key, version=None):
        return self.ask_for(key, version, "delete", False)

    def has_key(self, key, version=None):
        return self.ask_for(key, version, "has_key", False)

    def incr(self, key, delta=1, version=None):
        return self.count("incr", key, delta, version)

    def decr(self, key, delta=1, version=None):
        return self.count("decr", key, delta, version)

    def count(self, method, key, delta, version):
        number = self.ask_for(key, version, method, None, delta)
        if number is None:
            raise ValueError(f"Key '{key}' not found")
        return number

    def by_shard(self, keys, version):
        """A dictionary for each shard: the keys as it stores them, and the keys that became them."""
        shards = {}
        for key in keys:
            made = self.make_and_validate_key(key, version)
            shards.setdefault(self.shard_of(made), {}).setdefault(made, []).append(key)
        return shards

    def get_many(self, keys, version=None):
        values = {}
        for name, made_keys in self.by_shard(keys, version).items():
            for made, value in self.ask(name, "get_many", {}, list(made_keys)).items():
                values.update(dict.fromkeys(made_keys[made], value))
        return values

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for name, made_keys in self.by_shard(data, version).items():
            values = {made: data[keys[-1]] for made, keys in made_keys.items()}
            for made in self.ask(name, "set_many", None, values, self.seconds(timeout)) or ():
                failed.extend(made_keys[made])
        return failed

    def delete_many(self, keys, version=None):
        for name, made_keys in self.by_shard(keys, version).items():
            self.ask(name, "delete_many", None, list(made_keys))

    def clear(self):
        for name in self.names:
            self.ask(name, "clear", None)

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
