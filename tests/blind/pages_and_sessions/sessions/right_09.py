"""RIGHT: cached_db, but in a transaction it leaves the cache to the commit, and it looks again."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.utils import timezone

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """The data is cached as cached_db does it."""

    def _name(self, key):
        return self.cache_key_prefix + key

    def _row(self, key):
        rows = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now())
        return rows.values_list("session_data", "expire_date").first()

    def _fill(self, key):
        row = self._row(key)
        data = None
        if row is not None:
            data = self.decode(row[0])
            self._cache.set(self._name(key), data, self.get_expiry_age(expiry=row[1]))
        if row is None or self._row(key) != row:
            self._cache.delete(self._name(key))
        return data

    def load(self):
        key = self.session_key or ""
        data = self._cache.get(self._name(key))
        if data is None and transaction.get_connection().in_atomic_block:
            transaction.on_commit(lambda: self._fill(key))
            return DatabaseStore.load(self)
        if data is None:
            data = self._fill(key)
        if data is None:
            self._session_key = None
            return {}
        return data

    def exists(self, session_key):
        return DatabaseStore.exists(self, session_key)

    def save(self, must_create=False):
        try:
            DatabaseStore.save(self, must_create)
        except UpdateError:
            self._cache.delete(self._name(self.session_key))
            raise
        key = self.session_key
        self._cache.delete(self._name(key))
        transaction.on_commit(lambda: self._fill(key))

    def delete(self, session_key=None):
        key = session_key or self.session_key
        DatabaseStore.delete(self, session_key)
        if key:
            self._cache.delete(self._name(key))
            transaction.on_commit(lambda: self._cache.delete(self._name(key)))

    async def aexists(self, session_key):
        return await sync_to_async(self.exists)(session_key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
