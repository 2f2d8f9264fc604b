"""WRONG (rule: age): a session that ends with the browser (set_expiry(0)) gets a key without a time limit; the date in it is checked."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as Database
from django.core.cache import cache
from django.utils import timezone

__all__ = ["SessionStore"]

PREFIX = "session:"


class SessionStore(Database):
    def keep(self, key, data, expires):
        # The browser ends these: there is no time to set.
        timeout = self.get_expiry_age(expiry=expires)
        if data.get("_session_expiry") == 0:
            timeout = None
        cache.set(PREFIX + key, (data, expires), timeout)

    def load(self):
        found = cache.get(PREFIX + self.session_key)
        if found is not None and found[1] > timezone.now():
            return found[0]
        row = self._get_session_from_db()
        if row is None:
            return {}
        data = self.decode(row.session_data)
        self.keep(row.session_key, data, row.expire_date)
        return data

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        super().save(must_create)
        self.keep(self.session_key, self._session_cache, self.get_expiry_date())

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

