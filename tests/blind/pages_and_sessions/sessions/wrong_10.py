"""WRONG (limit: queries): a session without data is cached but taken for one that is not: each of its reads asks the database."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """cached_db with a load() of its own."""

    def load(self):
        key = self.session_key or ""
        data = self._cache.get(self.cache_key_prefix + key)
        if data:
            return data
        row = self._get_session_from_db()
        if not row:
            return {}
        data = self.decode(row.session_data)
        age = self.get_expiry_age(expiry=row.expire_date)
        self._cache.set(self.cache_key_prefix + key, data, age)
        return data

    async def aload(self):
        return await sync_to_async(self.load)()
