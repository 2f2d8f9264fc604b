"""WRONG (rule: log-out): flush() calls delete() without a key; then only the row goes, and a copied cookie still works."""

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
            age = self.get_expiry_age(expiry=row.expire_date)
            cache.add(PREFIX + row.session_key, data, age)
        return data

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        super().save(must_create)
        cache.set(PREFIX + self.session_key, self._session_cache, self.get_expiry_age())

    def delete(self, session_key=None):
        super().delete(session_key)
        if session_key:
            cache.delete(PREFIX + session_key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)

