"""Only who holds the lock of the session's row changes the cache: to fill it, or to empty it before a commit."""

import hashlib

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.core.cache import cache
from django.db import connections, router, transaction
from django.utils import timezone

__all__ = ["SessionStore"]

MOST_SECONDS = 7 * 24 * 60 * 60


def cache_key(session_key):
    name = session_key.encode("utf-8", "surrogatepass")
    return "arena:session:" + hashlib.blake2b(name, digest_size=32).hexdigest()


class SessionStore(db.SessionStore):
    """Reads a session from the cache, and from the database if the cache does not have it."""

    def database(self):
        return router.db_for_write(self.model)

    def from_database(self, session_key, lock):
        rows = self.model.objects.using(self.database())
        if lock:
            rows = rows.select_for_update()
        try:
            return rows.get(session_key=session_key, expire_date__gt=timezone.now())
        except self.model.DoesNotExist:
            return None

    def fill(self, session_key):
        """Copy the row to the cache. A writer waits for this, or this waits for the writer."""
        with transaction.atomic(using=self.database()):
            row = self.from_database(session_key, lock=True)
            if row is not None:
                seconds = int((row.expire_date - timezone.now()).total_seconds())
                if seconds > 0:
                    kept = {"data": row.session_data, "until": row.expire_date}
                    cache.set(cache_key(session_key), kept, min(seconds, MOST_SECONDS))
        return row

    def load(self):
        session_key = self.session_key
        kept = cache.get(cache_key(session_key))
        if kept is not None and kept["until"] > timezone.now():
            return self.decode(kept["data"])
        if connections[self.database()].in_atomic_block:
            # What is seen here may never be committed, and the lock would last too long.
            row = self.from_database(session_key, lock=False)
            if row is not None:
                transaction.on_commit(lambda: self.fill(session_key), using=self.database())
        else:
            row = self.fill(session_key)
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        session_key = self.session_key
        with transaction.atomic(using=self.database()):
            super().save(must_create)
            cache.delete(cache_key(session_key))
            transaction.on_commit(lambda: self.fill(session_key), using=self.database())

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key is None:
            return
        with transaction.atomic(using=self.database()):
            self.model.objects.using(self.database()).filter(session_key=session_key).delete()
            cache.delete(cache_key(session_key))

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)
