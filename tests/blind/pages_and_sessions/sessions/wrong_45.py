"""Breaks emptied cache (nobody is logged out) and expiry: save() skips the row when nothing changed.

With SESSION_SAVE_EVERY_REQUEST, or set_expiry(300) again and again, only the cache's copy is
prolonged: emptied after the row's first expire_date, the cache takes an active visitor's log-in along."""

from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.core.cache import caches

__all__ = ["SessionStore"]


class SessionStore(CachedStore):
    """Django's cached sessions, without writing rows that stay as they are."""

    def save(self, must_create=False):
        if self.session_key is not None and not must_create:
            if caches["default"].get(self.cache_key) == self._session:
                caches["default"].touch(self.cache_key, self.get_expiry_age())
                return
        super().save(must_create)

    async def asave(self, must_create=False):
        if self.session_key is not None and not must_create:
            name = await self.acache_key()
            if await caches["default"].aget(name) == await self._aget_session():
                await caches["default"].atouch(name, await self.aget_expiry_age())
                return
        await super().asave(must_create)
