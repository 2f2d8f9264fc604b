"""Arena's only cache server stopped, and every page was slow until it filled again.

ShardedCache is a cache back end for CACHES. LOCATION lists other caches: its shards.

Change it so that it uses all, not only the first.

Rules:
- contract: methods, arguments, TIMEOUT, VERSION, KEY_PREFIX and KEY_FUNCTION work as in Django's
  back ends.
- atomic: add(), incr() and decr() are as atomic as the shards'.
- shards: a key is in one shard, the same in every process. Each of four stores 10 to 40 of 100
  keys.
- new shard: a fifth, last in LOCATION, moves at most 40 of 100 keys.
- dead: while a shard raises ConnectionError, its keys are missing; writes do nothing. set_many()
  returns them. No method raises that. The shard is used again within a minute.
- errors: other exceptions surface.

Allowed:
- many: get_many(), set_many() and delete_many() call each shard once.
"""

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class ShardedCache(BaseCache):
    def __init__(self, location, params):
        super().__init__(params)
        self.names = list(location)

    # TODO: choose by the key, and go on without a shard that is dead.
    def shard_of(self, made_key):
        return caches[self.names[0]]

    def seconds(self, timeout):
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).add(made, value, self.seconds(timeout))

    def get(self, key, default=None, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).get(made, default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        self.shard_of(made).set(made, value, self.seconds(timeout))

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).touch(made, self.seconds(timeout))

    def delete(self, key, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).delete(made)

    def incr(self, key, delta=1, version=None):
        made = self.make_and_validate_key(key, version)
        return self.shard_of(made).incr(made, delta)

    def clear(self):
        caches[self.names[0]].clear()
