"""Right: a ring with 256 points for each shard; a dead shard is left alone for ten seconds."""

import time
from bisect import bisect
from hashlib import md5

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

try:
    from redis.exceptions import ConnectionError as RedisConnectionError
except ImportError:
    RedisConnectionError = ConnectionError

POINTS = 256
PAUSE = 10  # seconds in which a dead shard is left alone


def number(text):
    data = text.encode(errors="surrogatepass")
    return int.from_bytes(md5(data, usedforsecurity=False).digest(), "big")


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)
        self.ring = sorted((number(f"{n}#{i}"), n) for n in self.names for i in range(POINTS))
        self.points = [point for point, _ in self.ring]
        self.dead_until = {}

    def name_of(self, made_key):
        return self.ring[bisect(self.points, number(made_key)) % len(self.ring)][1]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def ask(self, name, otherwise, method, *args):
        """Call a method of a shard; return `otherwise` if it is dead."""
        if self.dead_until.get(name, 0) > time.monotonic():
            return otherwise
        try:
            return getattr(caches[name], method)(*args)
        except (ConnectionError, RedisConnectionError):
            self.dead_until[name] = time.monotonic() + PAUSE
            return otherwise

    def one(self, key, version, otherwise, method, *args):
        made = self.make_and_validate_key(key, version)
        return self.ask(self.name_of(made), otherwise, method, made, *args)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.one(key, version, False, "add", value, self.seconds(timeout))

    def get(self, key, default=None, version=None):
        return self.one(key, version, default, "get", default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self.one(key, version, None, "set", value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.one(key, version, False, "touch", self.seconds(timeout))

    def delete(self, key, version=None):
        return self.one(key, version, False, "delete")

    def count(self, method, key, delta, version):
        value = self.one(key, version, self._missing_key, method, delta)
        if value is self._missing_key:
            raise ValueError("Key '%s' not found" % key)
        return value

    def incr(self, key, delta=1, version=None):
        return self.count("incr", key, delta, version)

    def decr(self, key, delta=1, version=None):
        return self.count("decr", key, delta, version)

    def by_shard(self, keys, version):
        shards = {}
        for key in keys:
            made = self.make_and_validate_key(key, version)
            shards.setdefault(self.name_of(made), []).append((made, key))
        return shards.items()

    def get_many(self, keys, version=None):
        result = {}
        for name, pairs in self.by_shard(keys, version):
            found = self.ask(name, {}, "get_many", [made for made, _ in pairs])
            result.update((key, found[made]) for made, key in pairs if made in found)
        return result

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        result = []
        for name, pairs in self.by_shard(data, version):
            values = {made: data[key] for made, key in pairs}
            lost = set(self.ask(name, list(values), "set_many", values, self.seconds(timeout)) or ())
            result += [key for made, key in pairs if made in lost]
        return result

    def delete_many(self, keys, version=None):
        for name, pairs in self.by_shard(keys, version):
            self.ask(name, None, "delete_many", [made for made, _ in pairs])

    def clear(self):
        for name in self.names:
            self.ask(name, None, "clear")
