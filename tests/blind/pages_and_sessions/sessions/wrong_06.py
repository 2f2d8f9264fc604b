"""WRONG (rule: servers): a dictionary in the process holds what was read in the last two seconds: changes and log-outs on other servers show only after that (this server's own show at once)."""

import copy
import time

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore

__all__ = ["SessionStore"]

SECONDS = 2
MOST = 1000
near = {}


class SessionStore(CachedStore):
    """A page makes many requests at once: they need not all ask the cache."""

    def load(self):
        key = self.session_key
        found = near.get(key)
        if found is not None and time.monotonic() < found[0]:
            return copy.deepcopy(found[1])
        data = super().load()
        if self.session_key and data:
            if len(near) >= MOST:
                near.clear()
            seconds = min(SECONDS, self.get_expiry_age(expiry=data.get("_session_expiry")))
            near[key] = (time.monotonic() + seconds, copy.deepcopy(data))
        return data

    def save(self, must_create=False):
        super().save(must_create)
        near.pop(self.session_key, None)

    def delete(self, session_key=None):
        super().delete(session_key)
        near.pop(session_key or self.session_key, None)

    async def aload(self):
        return await sync_to_async(self.load)()

    async def asave(self, must_create=False):
        await sync_to_async(self.save)(must_create)

    async def adelete(self, session_key=None):
        await sync_to_async(self.delete)(session_key)
