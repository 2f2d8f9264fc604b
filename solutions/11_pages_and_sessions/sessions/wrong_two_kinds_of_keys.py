"""Beside each session a second key says when it was written: a cookie may name that key as well.

A visitor who puts ":info" behind their own key has a session that nobody has begun.

Breaks: contents
Fails: answer
"""

from django.contrib.sessions.backends import cached_db
from django.utils.timezone import now


class SessionStore(cached_db.SessionStore):
    def save(self, must_create=False):
        super().save(must_create)
        info = {"written": now().isoformat()}
        self._cache.set(f"{self.cache_key}:info", info, self.get_expiry_age())

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        self._cache.delete(f"{self.cache_key_prefix}{session_key}:info")
