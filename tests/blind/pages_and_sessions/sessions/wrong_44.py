"""Breaks expiry (its row says so): what load() caches lasts as long as set_expiry() said at the save.

A session saved with set_expiry(300) and read from an emptied cache 290 s later stays in the cache
for 300 s more, 290 s longer than its row allows."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """Django's cached sessions; a session of a time of its own keeps it when it is cached again."""

    def load(self):
        try:
            data = self._cache.get(self.cache_key)
        except Exception:
            data = None
        if data is not None:
            return data
        row = self._get_session_from_db()
        if row is None:
            return {}
        data = self.decode(row.session_data)
        own = data.get("_session_expiry")
        age = self.get_expiry_age(expiry=own if own else row.expire_date)
        self._cache.set(self.cache_key, data, age)
        return data

    async def aload(self):
        return await sync_to_async(self.load)()
