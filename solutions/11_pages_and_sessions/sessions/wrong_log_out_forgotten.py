"""delete() removes the row and leaves the cached copy: a log-out that logs nobody out.

Breaks: log-out
Fails: revoked
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
