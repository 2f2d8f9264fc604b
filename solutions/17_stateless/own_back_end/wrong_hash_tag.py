"""As in Redis Cluster, only what stands in braces decides: a hundred such keys are in one shard.

Breaks: shards
Fails: shards
"""

import re
from collections import defaultdict
from hashlib import md5

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def shard_of(self, made_key):
        tag = re.search(r"\{(.+?)\}", made_key)
        place = tag[1] if tag else made_key
        return max(self.names, key=lambda name: digest(f"{name} {place}"))

    def ask(self, method, key, version, *args, otherwise=None):
        made = self.make_and_validate_key(key, version)
        return self.call(self.shard_of(made), method, made, *args, otherwise=otherwise)

    def call(self, name, method, *args, otherwise=None):
        try:
            return getattr(caches[name], method)(*args)
        except ConnectionError:
            return otherwise

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask("add", key, version, value, self.seconds(timeout), otherwise=False)

    def get(self, key, default=None, version=None):
        return self.ask("get", key, version, default, otherwise=default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self.ask("set", key, version, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self.ask("touch", key, version, self.seconds(timeout), otherwise=False)

    def delete(self, key, version=None):
        return self.ask("delete", key, version, otherwise=False)

    def has_key(self, key, version=None):
        return self.ask("has_key", key, version, otherwise=False)

    def incr(self, key, delta=1, version=None):
        number = self.ask("incr", key, version, delta)
        if number is None:
            raise ValueError(f"Key {key!r} not found")
        return number

    def by_shard(self, keys, version):
        groups = defaultdict(dict)
        for key in keys:
            made = self.make_and_validate_key(key, version)
            groups[self.shard_of(made)][made] = key
        return groups.items()

    def get_many(self, keys, version=None):
        found = {}
        for name, made in self.by_shard(keys, version):
            values = self.call(name, "get_many", list(made), otherwise={})
            found.update({made[key]: value for key, value in values.items()})
        return found

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for name, made in self.by_shard(data, version):
            values = {key: data[own] for key, own in made.items()}
            lost = self.call(name, "set_many", values, self.seconds(timeout), otherwise=made)
            failed += [made[key] for key in lost or ()]
        return failed

    def delete_many(self, keys, version=None):
        for name, made in self.by_shard(keys, version):
            self.call(name, "delete_many", list(made))

    def clear(self):
        for name in self.names:
            self.call(name, "clear")


def digest(text):
    return md5(text.encode(), usedforsecurity=False).digest()
