"""Right: the shards get methods by delegation, and asynchronous ones call them in a thread."""

import functools
import hashlib

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

MISSING = object()


def quiet(call, instead):
    """Return what the call returns, or the other where a shard is dead."""
    try:
        return call()
    except ConnectionError:
        return instead


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    @functools.cached_property
    def prefixes(self):
        """One hash of each name, which a key is then added to."""
        return {name: hashlib.blake2s(name.encode() + b"|") for name in self.names}

    def name_of(self, made):
        best, winner = b"", None
        for name, start in self.prefixes.items():
            hasher = start.copy()
            hasher.update(made.encode())
            if hasher.digest() > best:
                best, winner = hasher.digest(), name
        return winner

    def shard_and_key(self, key, version):
        made = self.make_and_validate_key(key, version)
        return self.name_of(made), made

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        name, made = self.shard_and_key(key, version)
        return quiet(lambda: caches[name].add(made, value, self.seconds(timeout)), False)

    def get(self, key, default=None, version=None):
        name, made = self.shard_and_key(key, version)
        return quiet(lambda: caches[name].get(made, default), default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        name, made = self.shard_and_key(key, version)
        quiet(lambda: caches[name].set(made, value, self.seconds(timeout)), None)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        name, made = self.shard_and_key(key, version)
        return quiet(lambda: caches[name].touch(made, self.seconds(timeout)), False)

    def delete(self, key, version=None):
        name, made = self.shard_and_key(key, version)
        return quiet(lambda: caches[name].delete(made), False)

    def incr(self, key, delta=1, version=None):
        name, made = self.shard_and_key(key, version)
        value = quiet(lambda: caches[name].incr(made, delta), MISSING)
        if value is MISSING:
            raise ValueError(f"Key '{key}' not found")
        return value

    def get_many(self, keys, version=None):
        mine, found = {}, {}
        for key in keys:
            name, made = self.shard_and_key(key, version)
            mine.setdefault(name, {})[made] = key
        for name, originals in mine.items():
            part = quiet(functools.partial(self._get_part, name, list(originals)), {})
            found |= {originals[made]: value for made, value in part.items()}
        return found

    def _get_part(self, name, mades):
        return caches[name].get_many(mades)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        parts, originals, failed = {}, {}, []
        for key, value in data.items():
            name, made = self.shard_and_key(key, version)
            parts.setdefault(name, {})[made] = value
            originals[made] = key
        for name, part in parts.items():
            try:
                failed += caches[name].set_many(part, timeout=self.seconds(timeout)) or []
            except ConnectionError:
                failed += part
        return [originals[made] for made in failed]

    def delete_many(self, keys, version=None):
        parts = {}
        for key in keys:
            name, made = self.shard_and_key(key, version)
            parts.setdefault(name, []).append(made)
        for name, mades in parts.items():
            try:
                caches[name].delete_many(mades)
            except ConnectionError:
                continue

    def clear(self):
        for name in self.names:
            try:
                caches[name].clear()
            except ConnectionError:
                continue


def in_thread(name):
    async def method(self, *args, **kwargs):
        return await sync_to_async(getattr(self, name))(*args, **kwargs)

    method.__name__ = f"a{name}"
    return method


for _name in ("incr", "decr", "get_many", "set_many", "delete_many"):
    setattr(ShardedCache, f"a{_name}", in_thread(_name))
