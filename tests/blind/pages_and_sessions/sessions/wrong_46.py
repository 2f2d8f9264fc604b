"""Breaks age (no key stays forever): a session that ends with the browser gets no timeout.

set_expiry(0), or SESSION_EXPIRE_AT_BROWSER_CLOSE: the save puts it into the cache with timeout
None, which Valkey keeps for ever (and beyond the row's end)."""

from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.core.cache import caches

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """Django's cached sessions in the default cache."""

    def _timeout(self):
        if self.get_expire_at_browser_close():
            return None  # the browser decides
        return self.get_expiry_age()

    def save(self, must_create=False):
        super().save(must_create)
        caches["default"].set(self.cache_key, self._session, self._timeout())

    async def asave(self, must_create=False):
        await super().asave(must_create)
        name = await self.acache_key()
        await caches["default"].aset(name, self._session, self._timeout())
