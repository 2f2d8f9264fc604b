"""The same by hand, based on the engine that stores sessions in the database.

Async views call asave() and the like: they have to know the cache as well.
"""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.core.cache import cache


def key_of(session_key):
    return f"arena-session:{session_key}"


class SessionStore(db.SessionStore):
    def load(self):
        data = cache.get(key_of(self.session_key)) if self.session_key else None
        if data is None:
            row = self._get_session_from_db()
            data = self.decode(row.session_data) if row else {}
            if row:
                self.store(data, self.get_expiry_age(expiry=row.expire_date))
        return data

    def save(self, must_create=False):
        super().save(must_create)
        self.store(self._get_session(no_load=must_create), self.get_expiry_age())

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        cache.delete(key_of(session_key))

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)

    def store(self, data, seconds):
        # Never longer than the session lasts. An hour is enough: there is the row.
        cache.set(key_of(self.session_key), data, timeout=min(seconds, 3600))
