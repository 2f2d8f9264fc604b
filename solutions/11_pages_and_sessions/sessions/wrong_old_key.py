"""delete() ignores the key that it is given: after a log-in the old key opens the session as well.

An attacker who has planted a key in a visitor's browser only has to wait for the log-in.

Breaks: log-in
Fails: new_key
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
        cache.delete(f"arena-session:{self.session_key}")
        super().delete(session_key)
