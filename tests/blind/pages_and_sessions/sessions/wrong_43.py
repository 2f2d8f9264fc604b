"""Breaks log-out: save() fills the cache before it asks the database whether the session still is there.

A request that began before a log-out on another server and saves after it gets UpdateError, but has
put the session into the cache again: a copy of the cookie is logged in."""

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
            caches["default"].set(PREFIX + self.session_key, data, seconds)

    def load(self):
        kept = caches["default"].get(PREFIX + self.session_key)
        if kept is not None:
            return self.decode(kept)
        row = self._get_session_from_db()
        if row is None:
            return {}
        self._remember(row.session_data, row.expire_date)
        return self.decode(row.session_data)

    def create_model_instance(self, data):
        instance = super().create_model_instance(data)
        self._remember(instance.session_data, instance.expire_date)
        return instance

    async def acreate_model_instance(self, data):
        instance = await super().acreate_model_instance(data)
        self._remember(instance.session_data, instance.expire_date)
        return instance

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        if session_key:
            caches["default"].delete(PREFIX + session_key)

    async def adelete(self, session_key=None):
        session_key = session_key or self.session_key
        await super().adelete(session_key)
        if session_key:
            await caches["default"].adelete(PREFIX + session_key)
