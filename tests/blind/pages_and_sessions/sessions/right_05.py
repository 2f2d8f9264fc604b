"""RIGHT: load() stays as it is and gets its row from the cache: only the look-up is replaced."""

import math
from hashlib import sha256

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

__all__ = ["SessionStore"]


def same(one, other):
    if one is None or other is None:
        return one is other
    return (one.session_data, one.expire_date) == (other.session_data, other.expire_date)


class SessionStore(DatabaseStore):
    """The cache holds (session_data, expire_date)."""

    def _name(self, key):
        return "session-row:" + sha256(key.encode()).hexdigest()

    def _ask(self, key):
        rows = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now())
        return rows.first()

    def _ask_and_cache(self, key):
        row = self._ask(key)
        if row is not None:
            seconds = math.ceil((row.expire_date - timezone.now()).total_seconds())
            values = (row.session_data, row.expire_date)
            cache.set(self._name(key), values, max(0, seconds))
        if row is None or not same(row, self._ask(key)):
            cache.delete(self._name(key))
        return row

    def _get_session_from_db(self):
        key = self.session_key or ""
        values = cache.get(self._name(key))
        if values is not None and values[1] > timezone.now():
            return self.model(session_key=key, session_data=values[0], expire_date=values[1])
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(lambda: self._ask_and_cache(key))
            return super()._get_session_from_db()
        row = self._ask_and_cache(key)
        if row is None:
            self._session_key = None
        return row

    async def _aget_session_from_db(self):
        return await sync_to_async(self._get_session_from_db)()

    def load(self):
        row = self._get_session_from_db()
        return self.decode(row.session_data) if row else {}

    def save(self, must_create=False):
        try:
            super().save(must_create)
        finally:
            # If it failed, the row may be gone: the copy is of no use either way.
            key = self.session_key
            if key:
                cache.delete(self._name(key))
        transaction.on_commit(lambda: self._ask_and_cache(key))

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
