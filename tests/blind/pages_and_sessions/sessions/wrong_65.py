"""log-in: delete() removes the cached copy of its own session, not that of the key it is given.

cycle_key() makes the new key and then calls delete(old key): the row goes, but the cache keeps the
session under the old key, and who knows that key reads it.
"""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache

__all__ = ["SessionStore"]

PREFIX = "arena.session:"


class SessionStore(DatabaseStore):
    def load(self):
        data = cache.get(PREFIX + str(self.session_key))
        if data is None:
            session = self._get_session_from_db()
            if session is None:
                return {}
            data = self.decode(session.session_data)
            self._cache(data, self.get_expiry_age(expiry=session.expire_date))
        return data

    def save(self, must_create=False):
        super().save(must_create)
        self._cache(self._session, self.get_expiry_age())

    def delete(self, session_key=None):
        super().delete(session_key)
        if self.session_key is not None:
            cache.delete(PREFIX + self.session_key)

    def _cache(self, data, seconds):
        cache.set(PREFIX + self.session_key, data, seconds)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)
