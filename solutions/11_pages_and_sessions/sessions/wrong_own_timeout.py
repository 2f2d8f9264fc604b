"""The cache stores each session for an hour, also one that should end after three minutes.

The row says when a session ends, and a cached session is read without the row.

Breaks: expiry
Fails: ended
"""

from django.contrib.sessions.backends import db
from django.core.cache import cache


class SessionStore(db.SessionStore):
    def load(self):
        data = cache.get(f"arena-session:{self.session_key}")
        if data is None:
            data = super().load()
            cache.set(f"arena-session:{self.session_key}", data, timeout=3600)
        return data

    def save(self, must_create=False):
        super().save(must_create)
        data = self._get_session(no_load=must_create)
        cache.set(f"arena-session:{self.session_key}", data, timeout=3600)

    def delete(self, session_key=None):
        super().delete(session_key)
        cache.delete(f"arena-session:{session_key or self.session_key}")
