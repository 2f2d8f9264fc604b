"""A ring: each shard has 200 points on it, and a key belongs to the next point."""

from bisect import bisect
from hashlib import sha256

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


def point(text):
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.shards = {name: caches[name] for name in location}
        self.ring = sorted((point(f"{name}#{n}"), name) for name in location for n in range(200))

    def place(self, key, version):
        made = self.make_key(key, version=version)
        self.validate_key(made)
        _, name = self.ring[bisect(self.ring, (point(made),)) % len(self.ring)]
        return name, made

    def timeout(self, timeout):
        return {"timeout": self.default_timeout if timeout == DEFAULT_TIMEOUT else timeout}

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        name, made = self.place(key, version)
        try:
            return self.shards[name].add(made, value, **self.timeout(timeout))
        except ConnectionError:
            return False

    def get(self, key, default=None, version=None):
        name, made = self.place(key, version)
        try:
            return self.shards[name].get(made, default)
        except ConnectionError:
            return default

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self.set_many({key: value}, timeout, version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        name, made = self.place(key, version)
        try:
            return self.shards[name].touch(made, **self.timeout(timeout))
        except ConnectionError:
            return False

    def delete(self, key, version=None):
        name, made = self.place(key, version)
        try:
            return self.shards[name].delete(made)
        except ConnectionError:
            return False

    def incr(self, key, delta=1, version=None):
        name, made = self.place(key, version)
        try:
            return self.shards[name].incr(made, delta)
        except ConnectionError as error:
            raise ValueError(f"Key '{key}' not found") from error

    def decr(self, key, delta=1, version=None):
        return self.incr(key, -delta, version)

    def grouped(self, keys, version):
        groups = {}
        for key in keys:
            name, made = self.place(key, version)
            groups.setdefault(name, []).append((key, made))
        return groups

    def get_many(self, keys, version=None):
        found = {}
        for name, pairs in self.grouped(keys, version).items():
            try:
                values = self.shards[name].get_many(made for _, made in pairs)
            except ConnectionError:
                continue
            for key, made in pairs:
                if made in values:
                    found[key] = values[made]
        return found

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for name, pairs in self.grouped(data, version).items():
            try:
                self.shards[name].set_many(
                    {made: data[key] for key, made in pairs}, **self.timeout(timeout)
                )
            except ConnectionError:
                failed.extend(key for key, _ in pairs)
        return failed

    def delete_many(self, keys, version=None):
        for name, pairs in self.grouped(keys, version).items():
            try:
                self.shards[name].delete_many([made for _, made in pairs])
            except ConnectionError:
                pass

    def clear(self):
        for shard in self.shards.values():
            try:
                shard.clear()
            except ConnectionError:
                continue
