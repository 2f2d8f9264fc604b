"""SQL of its own, with an advisory lock for each session around every change of row and cache."""

import hashlib
from datetime import UTC, datetime

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import caches
from django.db import connections, router, transaction

__all__ = ["SessionStore"]

DAY = 24 * 60 * 60


class Row:
    """The row of one session in PostgreSQL, and its copy in the cache."""

    def __init__(self, model, session_key):
        digest = hashlib.sha256(session_key.encode("utf-8", "surrogatepass")).digest()
        self.session_key = session_key
        self.lock = int.from_bytes(digest[:8], "big", signed=True)
        self.name = "session-copy/" + digest.hex()
        self.cache = caches["default"]
        self.using = router.db_for_write(model)
        self.connection = connections[self.using]
        self.table = self.connection.ops.quote_name(model._meta.db_table)

    def _sql(self, sql, params):
        with self.connection.cursor() as cursor:
            cursor.execute(sql.format(table=self.table), params)
            return cursor.fetchone() if cursor.description else cursor.rowcount

    def _lock(self):
        self._sql("SELECT 1 FROM pg_advisory_xact_lock(%s)", [self.lock])

    def _select(self):
        return self._sql(
            "SELECT session_data, expire_date FROM {table}"
            " WHERE session_key = %s AND expire_date > %s",
            [self.session_key, datetime.now(UTC)],
        )

    def read(self):
        """Return the signed data, or None."""
        copy = self.cache.get(self.name)
        if copy is not None and copy[1] > datetime.now(UTC).timestamp():
            return copy[0]
        if self.connection.in_atomic_block:
            found = self._select()
            if found:
                transaction.on_commit(self.copy, using=self.using)
            return found[0] if found else None
        return self.copy()

    def copy(self):
        """Put what the table has into the cache, and return it."""
        with transaction.atomic(using=self.using):
            self._lock()
            found = self._select()
            if found is None:
                return None
            data, expires = found[0], found[1].timestamp()
            seconds = min(int(expires - datetime.now(UTC).timestamp()), DAY)
            if seconds > 0:
                self.cache.set(self.name, (data, expires), seconds)
            return data

    def write(self, data, expire_date, create):
        """Insert or update; return whether there was something to do."""
        with transaction.atomic(using=self.using):
            self._lock()
            if create:
                done = self._sql(
                    "INSERT INTO {table} (session_key, session_data, expire_date)"
                    " VALUES (%s, %s, %s) ON CONFLICT (session_key) DO NOTHING",
                    [self.session_key, data, expire_date],
                )
            else:
                done = self._sql(
                    "UPDATE {table} SET session_data = %s, expire_date = %s WHERE session_key = %s",
                    [data, expire_date, self.session_key],
                )
            if done:
                self.cache.delete(self.name)
                transaction.on_commit(self.copy, using=self.using)
        return bool(done)

    def remove(self):
        """Delete row and copy."""
        with transaction.atomic(using=self.using):
            self._lock()
            self._sql("DELETE FROM {table} WHERE session_key = %s", [self.session_key])
            self.cache.delete(self.name)


class SessionStore(DatabaseStore):
    """Django's store in the database, with copies in the default cache."""

    def load(self):
        data = Row(self.model, self.session_key).read()
        if data is None:
            self._session_key = None
            return {}
        return self.decode(data)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        signed, expire_date = self.encode(data), self.get_expiry_date()
        if not Row(self.model, self._get_or_create_session_key()).write(
            signed, expire_date, must_create
        ):
            raise CreateError if must_create else UpdateError

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key is not None:
            Row(self.model, session_key).remove()

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)
