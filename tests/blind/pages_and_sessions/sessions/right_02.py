"""RIGHT: the row's text and end are cached after the commit; whoever caches looks at the row again."""

import math
from functools import partial
from hashlib import sha256

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

__all__ = ["SessionStore"]


def name_of(key):
    return "session:" + sha256(key.encode()).hexdigest()


class SessionStore(DatabaseStore):
    """The name stays: Django signs sessions with it."""

    def _row(self, key):
        rows = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now())
        return rows.values_list("session_data", "expire_date").first()

    def _keep(self, key):
        """Cache what the database has, and return it."""
        row = self._row(key)
        if row is None:
            cache.delete(name_of(key))
        else:
            seconds = math.ceil((row[1] - timezone.now()).total_seconds())
            cache.set(name_of(key), row, max(0, seconds))
            if self._row(key) != row:  # Changed or ended meanwhile, maybe before it was cached.
                cache.delete(name_of(key))
        return row

    def _changed(self, key):
        cache.delete(name_of(key))
        transaction.on_commit(partial(self._keep, key))

    def load(self):
        key = self.session_key or ""
        row = cache.get(name_of(key))
        if row is None or row[1] <= timezone.now():
            if transaction.get_connection().in_atomic_block:
                row = self._row(key)  # May be a change that is not committed.
                transaction.on_commit(partial(self._keep, key))
            else:
                row = self._keep(key)
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError:
            cache.delete(name_of(self.session_key))
            raise
        self._changed(self.session_key)

    def delete(self, session_key=None):
        key = session_key or self.session_key
        super().delete(session_key)
        if key:
            self._changed(key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
