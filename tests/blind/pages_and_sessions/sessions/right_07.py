"""RIGHT: a mix-in before the database engine; copies are compressed and decoded data, looked at again."""

import math
import pickle
import zlib
from hashlib import sha256

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone

__all__ = ["SessionStore"]


class CopiesMixin:
    """What needs load(), save() and delete() of an engine with rows."""

    @property
    def copies(self):
        return caches["default"]

    @staticmethod
    def copy_name(key):
        return "packed-session:" + sha256(key.encode()).hexdigest()

    def look(self, key):
        rows = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now())
        return rows.values("session_data", "expire_date").first()

    def copy(self, key):
        row = self.look(key)
        if row is None:
            self.copies.delete(self.copy_name(key))
            return None
        data = self.decode(row["session_data"])
        packed = zlib.compress(pickle.dumps((row["expire_date"], data)))
        left = (row["expire_date"] - timezone.now()).total_seconds()
        self.copies.set(self.copy_name(key), packed, max(0, math.ceil(left)))
        if self.look(key) != row:
            self.copies.delete(self.copy_name(key))
        return data

    def unpack(self, key):
        packed = self.copies.get(self.copy_name(key))
        if packed is not None:
            expire_date, data = pickle.loads(zlib.decompress(packed))
            if expire_date > timezone.now():
                return data
        return None

    def renew(self, key):
        self.copies.delete(self.copy_name(key))
        transaction.on_commit(lambda: self.copy(key))

    def load(self):
        key = self.session_key or ""
        data = self.unpack(key)
        if data is not None:
            return data
        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(lambda: self.copy(key))
            return super().load()
        data = self.copy(key)
        if data is None:
            self._session_key = None
        return data or {}

    def save(self, must_create=False):
        if self.session_key is None:
            self.create()  # This comes here again, with a key.
            return
        try:
            super().save(must_create)
        except UpdateError:
            self.copies.delete(self.copy_name(self.session_key))
            raise
        self.renew(self.session_key)

    def delete(self, session_key=None):
        key = session_key or self.session_key
        super().delete(session_key)
        if key:
            self.renew(key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)


class SessionStore(CopiesMixin, db.SessionStore):
    """The database engine with copies."""
