"""save() deletes the cached copy, and the next request asks the database for what was just written.

A session that each request changes is then never read from the cache.

Breaks: queries
Fails: queries
"""

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
                age = self.get_expiry_age(expiry=row.expire_date)
                cache.set(key_of(self.session_key), data, timeout=min(age, 3600))
        return data

    def save(self, must_create=False):
        super().save(must_create)
        cache.delete(key_of(self.session_key))

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        cache.delete(key_of(session_key))
