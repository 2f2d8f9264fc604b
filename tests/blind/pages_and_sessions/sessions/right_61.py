"""The row's lock orders everything: only who holds it writes to the cache, and flush() needs it too."""

from functools import partial

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.core.cache import cache
from django.db import router, transaction
from django.utils import timezone

__all__ = ["SessionStore"]

PREFIX = "arena.session:"


class SessionStore(db.SessionStore):
    """Sessions in the database, with a copy of the row in the cache."""

    def load(self):
        """Return the contents: from the cache, or from the row, which is then cached."""
        key = self.session_key
        if key is None:
            return {}
        copy = cache.get(PREFIX + key)
        if copy is not None:
            session_data, expire_date = copy
            if expire_date > timezone.now():
                return self.decode(session_data)
        row = self._get_session_from_db()
        if row is None:
            return {}
        self._cache_after_commit(key)
        return self.decode(row.session_data)

    def save(self, must_create=False):
        """Write the row; the old copy goes while the row is locked, the new one comes after."""
        if self.session_key is None:
            return self.create()
        with transaction.atomic(using=self._alias):
            super().save(must_create)
            cache.delete(PREFIX + self.session_key)
        self._cache_after_commit(self.session_key)

    def delete(self, session_key=None):
        """Delete the row, and, while nobody can read it under a lock, the copy."""
        key = self.session_key if session_key is None else session_key
        if key is None:
            return
        with transaction.atomic(using=self._alias):
            super().delete(key)
            cache.delete(PREFIX + key)

    async def aload(self):
        """See load()."""
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        """See save()."""
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        """See delete()."""
        return await sync_to_async(self.delete)(session_key)

    @property
    def _alias(self):
        return router.db_for_write(self.model)

    def _cache_after_commit(self, key):
        transaction.on_commit(partial(self._cache_row, key), using=self._alias)

    def _cache_row(self, key):
        rows = self.model.objects.using(self._alias)
        with transaction.atomic(using=self._alias):
            # A row that is locked belongs to somebody who caches or deletes it.
            row = rows.select_for_update(skip_locked=True).filter(session_key=key).first()
            if row is not None:
                seconds = int((row.expire_date - timezone.now()).total_seconds())
                cache.set(PREFIX + key, (row.session_data, row.expire_date), max(0, seconds))
