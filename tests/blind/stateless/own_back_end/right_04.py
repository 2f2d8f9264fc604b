"""Right: each method written out, with a context manager that a dead shard leaves quietly."""

from contextlib import suppress
from hashlib import sha1

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


def score(name, made):
    return sha1(f"{name}\0{made}".encode(), usedforsecurity=False).hexdigest()


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def shard_of(self, made_key):
        return caches[max(self.names, key=lambda name: score(name, made_key))]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            return self.shard_of(made).add(made, value, self.seconds(timeout))
        return False

    def get(self, key, default=None, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            return self.shard_of(made).get(made, default)
        return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            self.shard_of(made).set(made, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            return self.shard_of(made).touch(made, self.seconds(timeout))
        return False

    def delete(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            return self.shard_of(made).delete(made)
        return False

    def has_key(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            return self.shard_of(made).has_key(made)
        return False

    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            return self.shard_of(made).incr(made, delta)
        raise ValueError("Key '%s' not found" % key)

    def decr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        with suppress(ConnectionError):
            return self.shard_of(made).decr(made, delta)
        raise ValueError("Key '%s' not found" % key)

    def groups(self, keys, version):
        """Return pairs of a shard and a dict from its keys to the caller's."""
        groups = {}
        for key in keys:
            made = self.make_and_validate_key(key, version)
            shard = self.shard_of(made)
            groups.setdefault(id(shard), (shard, {}))[1][made] = key
        return list(groups.values())

    def get_many(self, keys, version=None):
        values = {}
        for shard, originals in self.groups(keys, version):
            with suppress(ConnectionError):
                for made, value in shard.get_many(list(originals)).items():
                    values[originals[made]] = value
        return values

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for shard, originals in self.groups(data, version):
            values = {made: data[key] for made, key in originals.items()}
            try:
                not_set = shard.set_many(values, self.seconds(timeout)) or []
            except ConnectionError:
                not_set = list(values)
            failed += [originals[made] for made in not_set]
        return failed

    def delete_many(self, keys, version=None):
        for shard, originals in self.groups(keys, version):
            with suppress(ConnectionError):
                shard.delete_many(list(originals))

    def clear(self):
        for name in self.names:
            with suppress(ConnectionError):
                caches[name].clear()

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
