"""Breaks contents (a key given to nobody holds nothing): two kinds of cache keys can be confused.

Beside each session's entry is one named <session key>:info. A visitor whose cookie is that, a key
that was never given to anybody, gets a session that holds {"until": ...}, without a row."""

from django.contrib.sessions.backends.db import SessionStore as DBStore
from django.core.cache import caches
from django.utils import timezone

__all__ = ["SessionStore"]

PREFIX = "arena.sessions:"


class SessionStore(DBStore):
    """Keeps each session's contents in the cache, and beside it when it ends."""

    def _remember(self, data, expire_date):
        seconds = int((expire_date - timezone.now()).total_seconds())
        if seconds > 0:
            name = PREFIX + self.session_key
            entries = {name: data, name + ":info": {"until": expire_date.isoformat()}}
            caches["default"].set_many(entries, seconds)

    def load(self):
        kept = caches["default"].get(PREFIX + self.session_key)
        if kept is not None:
            return kept
        row = self._get_session_from_db()
        if row is None:
            return {}
        data = self.decode(row.session_data)
        self._remember(data, row.expire_date)
        return data

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        super().save(must_create)
        self._remember(dict(self._session), self.get_expiry_date())

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        if session_key:
            name = PREFIX + session_key
            caches["default"].delete_many([name, name + ":info"])
