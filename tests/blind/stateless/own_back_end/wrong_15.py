"""Wrong (contract: TIMEOUT): set_many() without a timeout hands DEFAULT_TIMEOUT on, so its keys live as long as
the shard's own TIMEOUT says, not this back end's."""

from collections import defaultdict
from hashlib import blake2b

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

DEAD = (ConnectionError,)
for _client in ("redis", "valkey"):
    try:
        DEAD += (__import__(f"{_client}.exceptions").exceptions.ConnectionError,)
    except ImportError:
        pass


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def name_of(self, made_key):
        """Return the shard with the highest score: a new shard takes keys, and moves no others."""

        def score(name):
            return blake2b(f"{name}\n{made_key}".encode(errors="surrogatepass")).digest()

        return max(self.names, key=score)

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
        try:
            self.shard_of(made).set(made, value, self.seconds(timeout))
        except DEAD:
            pass

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
            raise ValueError(f"Key '{key}' not found") from None

    def has_key(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).has_key(made)
        except DEAD:
            return False

    def grouped(self, keys, version):
        """Return {name of a shard: {made key: [keys]}}."""
        groups = defaultdict(lambda: defaultdict(list))
        for key in keys:
            made = self.make_and_validate_key(key, version)
            groups[self.name_of(made)][made].append(key)
        return groups

    def get_many(self, keys, version=None):
        found = {}
        for name, group in self.grouped(keys, version).items():
            try:
                values = caches[name].get_many(list(group))
            except DEAD:
                continue
            for made, value in values.items():
                found |= dict.fromkeys(group[made], value)
        return found

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        failed = []
        for name, group in self.grouped(data, version).items():
            values = {made: data[keys[-1]] for made, keys in group.items()}
            try:
                lost = caches[name].set_many(values, timeout) or ()
            except DEAD:
                lost = group
            for made in lost:
                failed += group[made]
        return failed

    def delete_many(self, keys, version=None):
        for name, group in self.grouped(keys, version).items():
            try:
                caches[name].delete_many(list(group))
            except DEAD:
                pass

    def clear(self):
        for name in self.names:
            try:
                caches[name].clear()
            except DEAD:
                pass
