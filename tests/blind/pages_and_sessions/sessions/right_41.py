"""Cached rows are valid only with the stamp of their session, which each committed write replaces."""

import hashlib
import uuid

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DBStore
from django.core.cache import caches
from django.db import connections, router, transaction
from django.utils import timezone

LONGEST = 14 * 24 * 60 * 60  # seconds that anything stays in the cache

__all__ = ["SessionStore"]


def _cache():
    return caches["default"]


def _keys(session_key):
    """Return the cache's keys of a session: of its stamp and of its row."""
    digest = hashlib.sha256(session_key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"arena.session-stamp.{digest}", f"arena.session-row.{digest}"


class SessionStore(DBStore):
    """Rows of django_session, copied to the cache when they are read or written.

    A reader that copies a row takes the stamp before reading it. A write that commits in between changes
    the stamp, so that the older copy counts for nothing, whenever it arrives.
    """

    @property
    def _using(self):
        return router.db_for_write(self.model)

    def _uncommitted(self):
        """Return the keys that the transaction of this thread has written."""
        connection = connections[self._using]
        if not connection.in_atomic_block:
            return set()
        block = connection.atomic_blocks[0]
        owner, keys = getattr(connection, "_arena_session_keys", (None, None))
        if owner is not block:
            keys = set()
            connection._arena_session_keys = block, keys
        return keys

    def _row(self, session_key):
        rows = self.model.objects.using(self._using)
        rows = rows.filter(session_key=session_key, expire_date__gt=timezone.now())
        return rows.values_list("session_data", "expire_date").first()

    def _copied_row(self, session_key):
        stamp_key, row_key = _keys(session_key)
        found = _cache().get_many([stamp_key, row_key])
        if stamp_key not in found or row_key not in found:
            return None
        stamp, data, expire_date = found[row_key]
        if stamp != found[stamp_key] or expire_date <= timezone.now():
            return None
        return data, expire_date

    def _copy_row(self, session_key, stamp):
        stamp_key, row_key = _keys(session_key)
        row = self._row(session_key)
        if row is None:
            _cache().delete_many([stamp_key, row_key])
            return None
        data, expire_date = row
        left = int((expire_date - timezone.now()).total_seconds())
        if left > 0:
            _cache().set(row_key, (stamp, data, expire_date), min(left, LONGEST))
        return row

    def _read_and_copy(self, session_key):
        stamp_key, _ = _keys(session_key)
        stamp = _cache().get(stamp_key)
        if stamp is None:
            _cache().add(stamp_key, uuid.uuid4().hex, LONGEST)
            stamp = _cache().get(stamp_key)
        return self._copy_row(session_key, stamp)

    def load(self):
        session_key = self.session_key
        if session_key in self._uncommitted():
            row = self._row(session_key)
        else:
            row = self._copied_row(session_key) or self._read_and_copy(session_key)
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        session_key = self.session_key
        super().save(must_create)
        written = self._uncommitted()
        written.add(session_key)

        def committed():
            written.discard(session_key)
            stamp = uuid.uuid4().hex
            _cache().set(_keys(session_key)[0], stamp, LONGEST)
            self._copy_row(session_key, stamp)

        transaction.on_commit(committed, using=self._using)

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key is None:
            return
        super().delete(session_key)
        written = self._uncommitted()
        written.add(session_key)

        def committed():
            written.discard(session_key)
            _cache().delete_many(_keys(session_key))

        transaction.on_commit(committed, using=self._using)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)
