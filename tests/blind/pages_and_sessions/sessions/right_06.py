"""RIGHT: an engine of its own on SessionBase: plain ORM statements, and tokens that say what is valid."""

import math
import uuid
from hashlib import sha256

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

__all__ = ["SessionStore"]


def rows():
    from django.contrib.sessions.models import Session

    return Session.objects


def names(key):
    digest = sha256(key.encode()).hexdigest()
    return f"own-session:{digest}:token", f"own-session:{digest}:row"


def end(key):
    """Make copies invalid, also those that somebody is about to cache."""
    cache.delete_many(names(key))
    transaction.on_commit(lambda: cache.delete_many(names(key)))


def read(key):
    """Return (session_data, expire_date) or None, from the cache if that has a valid copy."""
    token_name, row_name = names(key)
    found = cache.get_many([token_name, row_name])
    token, kept = found.get(token_name), found.get(row_name)
    if token and kept and kept[0] == token and kept[2] > timezone.now():
        return kept[1:]
    is_inside = transaction.get_connection().in_atomic_block
    if not is_inside and not token:
        cache.add(token_name, uuid.uuid4().hex, 24 * 3600)
        token = cache.get(token_name)
    row = (
        rows()
        .filter(session_key=key, expire_date__gt=timezone.now())
        .values_list("session_data", "expire_date")
        .first()
    )
    if is_inside:
        if row:
            transaction.on_commit(lambda: read(key))
    elif row is None:
        cache.delete_many([token_name, row_name])
    elif token:
        seconds = max(1, math.ceil((row[1] - timezone.now()).total_seconds()))
        cache.touch(token_name, max(seconds, 24 * 3600))
        cache.set(row_name, (token, *row), seconds)
    return row


class SessionStore(SessionBase):
    """Sessions in the database, read through the cache."""

    def load(self):
        row = read(self.session_key or "")
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def exists(self, session_key):
        return rows().filter(session_key=session_key).exists()

    def create(self):
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        key = self._get_or_create_session_key()
        values = {"session_data": self.encode(data), "expire_date": self.get_expiry_date()}
        if must_create:
            try:
                with transaction.atomic():
                    rows().create(session_key=key, **values)
            except IntegrityError:
                raise CreateError from None
        elif not rows().filter(session_key=key).update(**values):
            end(key)
            raise UpdateError
        end(key)
        transaction.on_commit(lambda: read(key))

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            rows().filter(session_key=key).delete()
            end(key)

    @classmethod
    def clear_expired(cls):
        rows().filter(expire_date__lt=timezone.now()).delete()

    async def aexists(self, session_key):
        return await sync_to_async(self.exists)(session_key)

    async def acreate(self):
        await sync_to_async(self.create)()

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)

    @classmethod
    async def aclear_expired(cls):
        await sync_to_async(cls.clear_expired)()
