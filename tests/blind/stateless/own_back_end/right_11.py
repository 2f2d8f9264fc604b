"""Right: jump consistent hashing over the places in LOCATION, and a decorator for dead shards."""

import hashlib
from functools import wraps

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


def is_dead(error):
    """Say whether this is a ConnectionError: Python's, or that of a client such as redis."""
    return any(kind.__name__ == "ConnectionError" for kind in type(error).__mro__)


def without_shard(result):
    """Return what a method returns whose shard is dead: `result` makes it of the arguments."""

    def decorate(method):
        @wraps(method)
        def wrapper(self, *args, **kwargs):
            try:
                return method(self, *args, **kwargs)
            except Exception as error:
                if not is_dead(error):
                    raise
            return result(*args, **kwargs)

        return wrapper

    return decorate


def jump(key, buckets):
    """Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm"."""
    b, j = -1, 0
    while j < buckets:
        b = j
        key = (key * 2862933555777941757 + 1) % 2**64
        j = int((b + 1) * (2**31 / ((key >> 33) + 1)))
    return b


def no(*args, **kwargs):
    return False


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    def place(self, made_key):
        digest = hashlib.sha256(str(made_key).encode("utf-8", "surrogatepass")).digest()
        return jump(int.from_bytes(digest[:8], "big"), len(self.names))

    def shard_of(self, made_key):
        return caches[self.names[self.place(made_key)]]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    @without_shard(no)
    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).add(made, value, self.seconds(timeout))

    @without_shard(lambda key, default=None, version=None: default)
    def get(self, key, default=None, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).get(made, default)

    @without_shard(lambda *args, **kwargs: None)
    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        self.shard_of(made).set(made, value, self.seconds(timeout))

    @without_shard(no)
    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).touch(made, self.seconds(timeout))

    @without_shard(no)
    def delete(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).delete(made)

    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        try:
            return self.shard_of(made).incr(made, delta)
        except Exception as error:
            if is_dead(error):
                raise ValueError(f"Key {key!r} not found") from error
            raise

    def _each(self, method, mades, *args):
        """Call a method of each shard that has one of the keys once; yield (keys, result).

        `mades` is a list of keys, or a dictionary. The result of a dead shard is an exception.
        """
        places = {}
        for made in mades:
            places.setdefault(self.place(made), []).append(made)
        for place, part in places.items():
            if isinstance(mades, dict):
                argument = {made: mades[made] for made in part}
            else:
                argument = part
            try:
                yield part, getattr(caches[self.names[place]], method)(argument, *args)
            except Exception as error:
                if not is_dead(error):
                    raise
                yield part, error

    def get_many(self, keys, version=None):
        mades = [(key, self.make_and_validate_key(key, version)) for key in keys]
        found = {}
        for _, result in self._each("get_many", list({made: 1 for _, made in mades})):
            if not isinstance(result, Exception):
                found |= result
        return {key: found[made] for key, made in mades if made in found}

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        mades = {key: self.make_and_validate_key(key, version) for key in data}
        values = {made: data[key] for key, made in mades.items()}
        failed = set()
        for part, result in self._each("set_many", values, self.seconds(timeout)):
            failed.update(part if isinstance(result, Exception) else result or ())
        return [key for key, made in mades.items() if made in failed]

    def delete_many(self, keys, version=None):
        mades = {self.make_and_validate_key(key, version): 1 for key in keys}
        for _ in self._each("delete_many", list(mades)):
            pass

    def clear(self):
        for name in self.names:
            try:
                caches[name].clear()
            except Exception as error:
                if not is_dead(error):
                    raise
