"""The same by hand, over the engine that keeps sessions in the database."""

from django.contrib.sessions.backends import db
from django.core.cache import cache


def key_of(session_key):
    return f"arena-session:{session_key}"


class SessionStore(db.SessionStore):
    def load(self):
        data = cache.get(key_of(self.session_key)) if self.session_key else None
        if data is None:
            data = super().load()
            if self.session_key and data:
                cache.set(key_of(self.session_key), data, timeout=3600)
        return data

    def save(self, must_create=False):
        super().save(must_create)
        data = self._get_session(no_load=must_create)
        cache.set(key_of(self.session_key), data, timeout=3600)

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        cache.delete(key_of(session_key))
