"""WRONG (rule: log-out): save() writes a row that is not there any more: a request that began before flush() on another server, and saves after it, brings the session back."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """cached_db, without errors for rows that clearsessions has deleted."""

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError:
            super().save(must_create=True)

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)
