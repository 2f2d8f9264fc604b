"""save() writes to the cache first: a request that goes on after a log-out brings the session back.

The database refuses the row, since it is gone. By then the cache has the session again.

Breaks: log-out
Fails: revoked
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
                self.store(data, self.get_expiry_age(expiry=row.expire_date))
        return data

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        self.store(self._get_session(no_load=must_create), self.get_expiry_age())
        super().save(must_create)

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        cache.delete(key_of(session_key))

    def store(self, data, seconds):
        cache.set(key_of(self.session_key), data, timeout=min(seconds, 3600))
