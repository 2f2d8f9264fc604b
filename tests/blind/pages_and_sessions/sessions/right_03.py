"""RIGHT: the cache is only written while the session's row is locked, with what is committed."""

import math
from hashlib import sha256

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

__all__ = ["SessionStore"]


class SessionStore(DatabaseStore):
    """Sessions in the database, and copies of them in the cache."""

    @staticmethod
    def _name(key):
        return "locked-session:" + sha256(key.encode()).hexdigest()

    def _copy(self, key):
        """Copy a row into the cache. Who changes or deletes it waits, and comes after."""
        with transaction.atomic():
            rows = self.model.objects.select_for_update(no_key=True).filter(session_key=key)
            row = rows.first()
            now = timezone.now()
            if row is None or row.expire_date <= now:
                return None
            kept = {"data": row.session_data, "end": row.expire_date.timestamp()}
            cache.set(self._name(key), kept, math.ceil((row.expire_date - now).total_seconds()))
            return kept

    def load(self):
        key = self.session_key or ""
        kept = cache.get(self._name(key))
        if kept and kept["end"] > timezone.now().timestamp():
            return self.decode(kept["data"])
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(lambda: self._copy(key))
            return super().load()
        kept = self._copy(key)
        if kept is None:
            self._session_key = None
            return {}
        return self.decode(kept["data"])

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError:
            cache.delete(self._name(self.session_key))
            raise
        key = self.session_key
        cache.delete(self._name(key))
        transaction.on_commit(lambda: self._copy(key) or cache.delete(self._name(key)))

    def delete(self, session_key=None):
        key = session_key or self.session_key
        super().delete(session_key)
        if key:
            cache.delete(self._name(key))
            transaction.on_commit(lambda: cache.delete(self._name(key)))

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
