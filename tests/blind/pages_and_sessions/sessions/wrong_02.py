"""WRONG (rule: log-in): delete() drops the copy under the store's present key: after cycle_key() that is the new one, and the old key can be read from the cache until it expires (flush() is right)."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """cached_db, with a delete() that asks the cache only if there is a key."""

    def delete(self, session_key=None):
        DatabaseStore.delete(self, session_key)
        if self.session_key:
            self._cache.delete(self.cache_key)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
