"""Breaks contents and log-out: only the synchronous methods know the cache.

asave(), adelete(), aflush() and acycle_key() (an async view's request.session) change the row alone:
after that, load() still reads the old contents, or a session that has ended, from the cache."""

from django.contrib.sessions.backends.db import SessionStore as DBStore
from django.core.cache import caches
from django.utils import timezone

__all__ = ["SessionStore"]

PREFIX = "arena.sessions."


class SessionStore(DBStore):
    """Reads from the cache, writes to both."""

    def _remember(self, data, expire_date):
        seconds = int((expire_date - timezone.now()).total_seconds())
        if seconds > 0:
            caches["default"].set(PREFIX + self.session_key, (data, expire_date), seconds)

    def load(self):
        kept = caches["default"].get(PREFIX + self.session_key)
        if kept is not None and kept[1] > timezone.now():
            return self.decode(kept[0])
        row = self._get_session_from_db()
        if row is None:
            return {}
        self._remember(row.session_data, row.expire_date)
        return self.decode(row.session_data)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        super().save(must_create)
        self._remember(self.encode(self._session), self.get_expiry_date())

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        if session_key:
            caches["default"].delete(PREFIX + session_key)
