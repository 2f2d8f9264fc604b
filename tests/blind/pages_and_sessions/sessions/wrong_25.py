"""WRONG (rule: expiry): a session read from its row is cached for its full length from now on, not until the row's date."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Database
from django.core.cache import cache
from django.utils import timezone

__all__ = ["SessionStore"]

PREFIX = "session:"


class SessionStore(Database):
    def load(self):
        data = cache.get(PREFIX + self.session_key)
        if data is None:
            row = self._get_session_from_db()
            if row is None:
                return {}
            data = self.decode(row.session_data)
            # Dates given to set_expiry() are absolute; numbers are seconds.
            expiry = data.get("_session_expiry") or settings.SESSION_COOKIE_AGE
            cache.add(PREFIX + row.session_key, data, self.get_expiry_age(expiry=self.moment(expiry)))
        return data

    @staticmethod
    def moment(expiry):
        from datetime import datetime

        return datetime.fromisoformat(expiry) if isinstance(expiry, str) else expiry

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        super().save(must_create)
        cache.set(PREFIX + self.session_key, self._session_cache, self.get_expiry_age())

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        if session_key is not None:
            cache.delete(PREFIX + session_key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)

