"""WRONG (rule: age): a session that ends with the browser, set_expiry(0), is cached without a timeout when it is saved; others have theirs."""

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """cached_db with a save() of its own."""

    def save(self, must_create=False):
        if self.session_key is None:
            self.create()
            return
        DatabaseStore.save(self, must_create)
        # The browser decides when such a session ends.
        seconds = None if self.get_expire_at_browser_close() else self.get_expiry_age()
        self._cache.set(self.cache_key, self._get_session(), seconds)

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)
