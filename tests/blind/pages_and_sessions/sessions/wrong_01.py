"""WRONG (rule: log-out): the copy is deleted before the row: a request that reads between the two caches the session again, and it lives on after flush()."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """First the cache, so that nobody is served from it any more; then the database."""

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key is None:
            return
        self._cache.delete(self.cache_key_prefix + key)
        DatabaseStore.delete(self, key)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
