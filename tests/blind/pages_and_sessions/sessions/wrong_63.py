"""expiry: the cache keeps each session for the cookie's two weeks, from when it was cached.

A session with set_expiry(60), or with a row that ends in an hour, is read from the cache for two
weeks.
"""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache

__all__ = ["SessionStore"]

PREFIX = "arena.session:"


class SessionStore(DatabaseStore):
    def load(self):
        key = PREFIX + str(self.session_key)
        encoded = cache.get(key)
        if encoded is None:
            session = self._get_session_from_db()
            if session is None:
                return {}
            encoded = session.session_data
            cache.set(key, encoded, settings.SESSION_COOKIE_AGE)
        return self.decode(encoded)

    def save(self, must_create=False):
        super().save(must_create)
        encoded = self.encode(self._session)
        cache.set(PREFIX + self.session_key, encoded, settings.SESSION_COOKIE_AGE)

    def delete(self, session_key=None):
        super().delete(session_key)
        key = session_key or self.session_key
        if key:
            cache.delete(PREFIX + key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)
