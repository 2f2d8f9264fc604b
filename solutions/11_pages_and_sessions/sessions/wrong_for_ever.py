"""The end of the session is stored beside its data, and the key itself has no end.

Nobody comes back with the cookie of an old session, so nothing ever removes its key.

Breaks: age
Fails: age
"""

import time

from django.contrib.sessions.backends import db
from django.core.cache import cache


def key_of(session_key):
    return f"arena-session:{session_key}"


class SessionStore(db.SessionStore):
    def load(self):
        data, until = cache.get(key_of(self.session_key)) or (None, 0)
        if data is None or until <= time.time():
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

    def store(self, data, seconds):
        cache.set(key_of(self.session_key), (data, time.time() + seconds), timeout=None)
