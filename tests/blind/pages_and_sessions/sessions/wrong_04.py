"""WRONG (rule: emptied cache): save() spares the database if the row was written in the last minute: what was stored meanwhile is only in the cache, and lost with it."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

__all__ = ["SessionStore"]

SECONDS = 60


class SessionStore(CachedStore):
    """The cache has all changes, the database has one a minute."""

    def _mark(self):
        return f"sessions.written.{self.session_key}"

    def save(self, must_create=False):
        if self.session_key is None:
            self.create()
            return
        if not must_create and self._cache.get(self._mark()) and self.cache_key in self._cache:
            self._cache.set(self.cache_key, self._get_session(), self.get_expiry_age())
            return
        super().save(must_create)
        if not must_create:
            self._cache.set(self._mark(), True, SECONDS)

    def delete(self, session_key=None):
        key = session_key or self.session_key
        super().delete(session_key)
        self._cache.delete(f"sessions.written.{key}")

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
