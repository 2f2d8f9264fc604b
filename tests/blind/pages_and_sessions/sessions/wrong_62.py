"""contents, log-out: only the methods without async know of the cache.

After a save() has cached a session, asave() writes the database alone, and load() returns the old
contents from the cache; after aflush() the cached session still opens the site.
"""

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
            cache.set(
                PREFIX + self.session_key, data, self.get_expiry_age(expiry=session.expire_date)
            )
        return data

    def save(self, must_create=False):
        super().save(must_create)
        cache.set(PREFIX + self.session_key, self._session, self.get_expiry_age())

    def delete(self, session_key=None):
        super().delete(session_key)
        key = session_key or self.session_key
        if key:
            cache.delete(PREFIX + key)
