"""A cache that may be away: then nothing is found and nothing is stored."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger("slowbook.cache")


class QuietCache(RedisCache):
    """Valkey; when it does not answer, each page is computed."""

    def get(self, key, default=None, version=None):
        """Return a value, or the default without one or without Valkey."""
        return self._try(super().get, default, key, default, version)

    def get_many(self, keys, version=None):
        """Return the values that are there."""
        return self._try(super().get_many, {}, keys, version)

    def set(self, key, value, *args, **kwargs):
        """Store a value if there is a Valkey."""
        self._try(super().set, None, key, value, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        """Store some values if there is a Valkey."""
        return self._try(super().set_many, list(data), data, *args, **kwargs)

    def delete(self, key, version=None):
        """Delete a value if there is a Valkey."""
        return self._try(super().delete, False, key, version)

    def _try(self, do, otherwise, *args, **kwargs):
        try:
            return do(*args, **kwargs)
        except RedisError as error:
            logger.warning("%s: %s", do.__name__, error)
            return otherwise
