"""RIGHT: only the look-up of the row is replaced; the cache holds the row's text and its date."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.cache import caches
from django.utils import timezone

__all__ = ["SessionStore"]


class RowCache:
    """The columns of session rows, each as long as its row is valid."""

    def __init__(self, alias="default", version="sessions-1"):
        self.alias, self.version = alias, version

    @property
    def cache(self):
        return caches[self.alias]

    def key(self, session_key):
        return f"{self.version}/{session_key}"

    def get(self, model, session_key):
        found = self.cache.get(self.key(session_key))
        if found is None or found[1] <= timezone.now():
            return None
        return model(session_key=session_key, session_data=found[0], expire_date=found[1])

    def put(self, row, write):
        seconds = int((row.expire_date - timezone.now()).total_seconds())
        write(self.key(row.session_key), (row.session_data, row.expire_date), max(seconds, 0))

    def set(self, row):
        self.put(row, self.cache.set)

    def add(self, row):
        self.put(row, self.cache.add)

    def drop(self, session_key):
        self.cache.delete(self.key(session_key))


ROWS = RowCache()


class SessionStore(DatabaseStore):
    def _get_session_from_db(self):
        row = ROWS.get(self.model, self.session_key)
        if row is None:
            row = super()._get_session_from_db()
            if row is not None:
                ROWS.add(row)
        return row

    async def _aget_session_from_db(self):
        return await sync_to_async(self._get_session_from_db)()

    def create_model_instance(self, data):
        self._written = super().create_model_instance(data)
        return self._written

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        super().save(must_create=must_create)
        ROWS.set(self._written)

    async def asave(self, must_create=False):
        return await sync_to_async(self.save)(must_create)

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        super().delete(session_key)
        if session_key is not None:
            ROWS.drop(session_key)

    async def adelete(self, session_key=None):
        return await sync_to_async(self.delete)(session_key)
