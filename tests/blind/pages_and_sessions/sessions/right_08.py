"""RIGHT: a change deletes the copy, and a fresh store reads it back after the commit (with a token)."""

import math
import secrets
from hashlib import sha256

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

__all__ = ["SessionStore"]

A_DAY = 24 * 60 * 60


class SessionStore(DatabaseStore):
    """A copy is valid while the token is there that was there before the row was read."""

    def _names(self, key):
        digest = sha256(key.encode()).hexdigest()
        return [f"session-token:{digest}", f"session-copy:{digest}"]

    def _invalidate(self, key):
        cache.delete_many(self._names(key))
        transaction.on_commit(lambda: cache.delete_many(self._names(key)))

    def _read_back(self, key):
        transaction.on_commit(lambda: type(self)(key).load())

    def load(self):
        key = self.session_key or ""
        token_name, copy_name = self._names(key)
        token, copy = map(cache.get_many([token_name, copy_name]).get, (token_name, copy_name))
        if token and copy and copy["token"] == token and copy["expire_date"] > timezone.now():
            return self.decode(copy["session_data"])
        if transaction.get_connection().in_atomic_block:
            data = super().load()
            if self.session_key:
                self._read_back(key)
            return data
        token = cache.get_or_set(token_name, secrets.token_hex, A_DAY)
        row = self._get_session_from_db()
        if row is None:
            cache.delete_many([token_name, copy_name])
            return {}
        copy = {
            "token": token,
            "session_data": row.session_data,
            "expire_date": row.expire_date,
        }
        left = math.ceil((row.expire_date - timezone.now()).total_seconds())
        if left > 0:
            cache.set(copy_name, copy, left)
            cache.touch(token_name, max(left, A_DAY))
        return self.decode(row.session_data)

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError:
            self._invalidate(self.session_key)
            raise
        self._invalidate(self.session_key)
        self._read_back(self.session_key)

    def delete(self, session_key=None):
        key = session_key or self.session_key
        super().delete(session_key)
        if key:
            self._invalidate(key)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
