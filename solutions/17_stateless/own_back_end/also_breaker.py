"""A jump hash, and a shard that has failed is left alone for ten seconds."""

import time
from hashlib import blake2b

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

DEAD = {}  # when each shard has failed


def jump(made, number):
    """The jump consistent hash of Lamping and Veach."""
    seed = int.from_bytes(blake2b(made.encode(), digest_size=8).digest(), "big")
    place, following = -1, 0
    while following < number:
        place = following
        seed = (seed * 2862933555777941757 + 1) % 2**64
        following = int((place + 1) * (2**31 / ((seed >> 33) + 1)))
    return place


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = tuple(location)

    def _call(self, name, method, otherwise, *args):
        if name in DEAD and time.monotonic() < DEAD[name] + 10:
            return otherwise
        try:
            result = getattr(caches[name], method)(*args)
        except ConnectionError:
            DEAD[name] = time.monotonic()
            return otherwise
        DEAD.pop(name, None)
        return result

    def _one(self, method, otherwise, key, version, *args):
        made = self.make_and_validate_key(key, version=version)
        return self._call(self._name(made), method, otherwise, made, *args)

    def _name(self, made):
        return self.names[jump(made, len(self.names))]

    def _timeout(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._one("add", False, key, version, value, self._timeout(timeout))

    def get(self, key, default=None, version=None):
        return self._one("get", default, key, version, default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._one("set", None, key, version, value, self._timeout(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._one("touch", False, key, version, self._timeout(timeout))

    def delete(self, key, version=None):
        return self._one("delete", False, key, version)

    def incr(self, key, delta=1, version=None):
        value = self._one("incr", None, key, version, delta)
        if value is None:
            raise ValueError(f"Key '{key}' not found")
        return value

    def _groups(self, keys, version):
        groups = {name: {} for name in self.names}
        for key in keys:
            made = self.make_and_validate_key(key, version=version)
            groups[self._name(made)][made] = key
        return [(name, keys) for name, keys in groups.items() if keys]

    def get_many(self, keys, version=None):
        return {
            keys[made]: value
            for name, keys in self._groups(keys, version)
            for made, value in self._call(name, "get_many", {}, keys).items()
        }

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        lost = []
        for name, keys in self._groups(data, version):
            values = {made: data[key] for made, key in keys.items()}
            failed = self._call(name, "set_many", list(keys), values, self._timeout(timeout))
            lost.extend(keys[made] for made in failed)
        return lost

    def delete_many(self, keys, version=None):
        for name, keys in self._groups(keys, version):
            self._call(name, "delete_many", None, keys)

    def clear(self):
        for name in self.names:
            self._call(name, "clear", None)
