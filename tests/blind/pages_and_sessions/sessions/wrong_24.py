"""WRONG (rule: log-in): delete() drops the store's present key from the cache; in cycle_key() that is the new one, and the old stays."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Database
from django.core.cache import cache
from django.utils import timezone

__all__ = ["SessionStore"]

PREFIX = "session:"


class SessionStore(Database):
    @property
    def cache_key(self):
        return PREFIX + self._get_or_create_session_key()

    def load(self):
        data = cache.get(self.cache_key)
        if data is None:
            row = self._get_session_from_db()
            if row is None:
                return {}
            data = self.decode(row.session_data)
            cache.add(self.cache_key, data, self.get_expiry_age(expiry=row.expire_date))
        return data

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        super().save(must_create)
        cache.set(self.cache_key, self._session_cache, self.get_expiry_age())

    def delete(self, session_key=None):
        super().delete(session_key)
        if self.session_key is not None:
            cache.delete(self.cache_key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)

