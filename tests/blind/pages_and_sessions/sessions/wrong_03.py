"""WRONG (rule: expiry): a row that is read into the cache stays there for the session's whole age, counted from that read, and not until the row's expire_date."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """cached_db with a load() of its own."""

    def load(self):
        key = self.session_key or ""
        data = self._cache.get(self.cache_key_prefix + key)
        if data is None:
            row = self._get_session_from_db()
            if row is None:
                return {}
            data = self.decode(row.session_data)
            age = self.get_expiry_age(expiry=data.get("_session_expiry"))
            self._cache.set(self.cache_key_prefix + key, data, age)
        return data

    async def aload(self):
        return await sync_to_async(self.load)()
