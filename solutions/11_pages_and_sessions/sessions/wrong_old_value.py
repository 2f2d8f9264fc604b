"""save() writes to the database only: a session that has been cached stays as it was.

Breaks: contents
Fails: answer
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

    def delete(self, session_key=None):
        super().delete(session_key)
        cache.delete(f"arena-session:{session_key or self.session_key}")
