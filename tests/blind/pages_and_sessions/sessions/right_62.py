"""A mark in the cache ("ask the database") is set before each change; readers add(), so it stays."""

from functools import partial

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache
from django.db import router, transaction
from django.utils import timezone

ASK = "ask the database"
ASK_SECONDS = 15 * 60  # longer than any request that may have read the row before


def name(key):
    return f"session/{key}"


def entry(row):
    """Return what the cache keeps of a row, and for how many seconds."""
    seconds = (row.expire_date - timezone.now()).total_seconds()
    return (row.session_data, row.expire_date), max(0, int(seconds))


def ask_the_database(key):
    cache.set(name(key), ASK, ASK_SECONDS)


class SessionStore(DatabaseStore):
    def load(self):
        if self.session_key is None:
            return {}
        key = name(self.session_key)
        found = cache.get(key)
        if found is not None and found != ASK:
            session_data, ends_at = found
            if timezone.now() < ends_at:
                return self.decode(session_data)
        row = self._get_session_from_db()
        if not row:
            return {}
        if found is None:
            # What was saved or flushed since get() has left something, and add() keeps that.
            cache.add(key, *entry(row))
        return self.decode(row.session_data)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        self._get_session(no_load=must_create)
        key = self._get_or_create_session_key()
        ask_the_database(key)
        super().save(must_create)
        using = router.db_for_write(self.model)
        transaction.on_commit(partial(self._publish, key, using), using=using)

    def _publish(self, key, using):
        # Under the row's lock: of two writers the second is cached last, and flush() comes after.
        with transaction.atomic(using=using):
            rows = self.model.objects.using(using).select_for_update()
            for row in rows.filter(session_key=key):
                cache.set(name(key), *entry(row))

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key is None:
            return
        ask_the_database(key)
        super().delete(key)
        using = router.db_for_write(self.model)
        transaction.on_commit(partial(ask_the_database, key), using=using)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)


__all__ = ["SessionStore"]
