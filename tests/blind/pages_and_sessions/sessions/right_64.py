"""Async reads use the cache's async calls; a hash of the key names it; a mark forbids to cache."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import datetime

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.core.cache import caches
from django.db import router, transaction
from django.utils import timezone

__all__ = ["SessionStore"]

FORBIDDEN = 0
FORBIDDEN_FOR = 3600  # seconds: a read that began before the change has ended by then


@dataclass(frozen=True)
class _Copy:
    session_data: str
    expire_date: datetime

    @property
    def is_alive(self):
        return self.expire_date > timezone.now()

    @property
    def seconds(self):
        left = (self.expire_date - timezone.now()).total_seconds()
        return int(left) if left > 0 else 0


class _SessionCache:
    """Copies of rows in the default cache, by the hash of a key: a cookie can hold anything."""

    def __init__(self):
        self._cache = caches["default"]

    @staticmethod
    def _name(key):
        return "session-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

    @staticmethod
    def _unpack(found):
        return _Copy(*found) if isinstance(found, tuple) else found

    def find(self, key):
        return self._unpack(self._cache.get(self._name(key)))

    async def afind(self, key):
        return self._unpack(await self._cache.aget(self._name(key)))

    def add(self, key, copy):
        self._cache.add(self._name(key), astuple(copy), copy.seconds)

    def replace(self, key, copy):
        self._cache.set(self._name(key), astuple(copy), copy.seconds)

    def forbid(self, key):
        self._cache.set(self._name(key), FORBIDDEN, FORBIDDEN_FOR)


class SessionStore(db.SessionStore):
    def load(self):
        if self.session_key is None:
            return {}
        return self._contents(_SessionCache().find(self.session_key))

    async def aload(self):
        if self.session_key is None:
            return {}
        found = await _SessionCache().afind(self.session_key)
        if isinstance(found, _Copy) and found.is_alive:
            return self.decode(found.session_data)
        return await sync_to_async(self._contents)(found)

    def save(self, must_create=False):
        if self.session_key is None:
            self.create()
            return
        self._get_session(no_load=must_create)  # may find that the session is gone
        key = self._get_or_create_session_key()
        _SessionCache().forbid(key)
        super().save(must_create=must_create)
        using = router.db_for_write(self.model)
        transaction.on_commit(lambda: self._copy_row(key, using), using=using)

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    def delete(self, session_key=None):
        key = session_key if session_key is not None else self.session_key
        if key is None:
            return
        _SessionCache().forbid(key)
        super().delete(key)
        # Once more: a save that was faster may have put a copy there.
        using = router.db_for_write(self.model)
        transaction.on_commit(lambda: _SessionCache().forbid(key), using=using)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)

    def _contents(self, found):
        if isinstance(found, _Copy) and found.is_alive:
            return self.decode(found.session_data)
        key = self.session_key
        row = self._get_session_from_db()
        if row is None:
            return {}
        if found is None:
            _SessionCache().add(key, _Copy(row.session_data, row.expire_date))
        return self.decode(row.session_data)

    def _copy_row(self, key, using):
        with transaction.atomic(using=using):
            row = (
                self.model.objects.using(using)
                .select_for_update()
                .filter(session_key=key)
                .first()
            )
            if row is not None:
                _SessionCache().replace(key, _Copy(row.session_data, row.expire_date))
