"""WRONG (rule: contents): asave() is the database engine's own: what an async view stores is not in the cache, which goes on serving what was there before (load, aload, save, delete, adelete are right)."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache

__all__ = ["SessionStore"]

PREFIX = "arena.session."


class SessionStore(DatabaseStore):
    """Sessions in the database, read through the cache."""

    def load(self):
        key = self.session_key or ""
        data = cache.get(PREFIX + key)
        if data is None:
            row = self._get_session_from_db()
            if row is None:
                return {}
            data = self.decode(row.session_data)
            cache.set(PREFIX + key, data, self.get_expiry_age(expiry=row.expire_date))
        return data

    def save(self, must_create=False):
        super().save(must_create)
        cache.set(PREFIX + self.session_key, self._get_session(), self.get_expiry_age())

    def delete(self, session_key=None):
        key = session_key or self.session_key
        super().delete(session_key)
        if key:
            cache.delete(PREFIX + key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
