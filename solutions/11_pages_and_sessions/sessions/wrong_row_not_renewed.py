"""save() leaves the row as it is when nothing has changed: then only the cached copy lasts longer.

Each save() begins the time of a session anew. The row's time ends, and the cache may lose the copy.

Breaks: emptied cache
Fails: ended
"""

from django.contrib.sessions.backends import cached_db


class SessionStore(cached_db.SessionStore):
    def save(self, must_create=False):
        changes = self.session_key is not None and not must_create
        if changes and self._cache.get(self.cache_key) == self._get_session():
            self._cache.touch(self.cache_key, self.get_expiry_age())
            return
        super().save(must_create)
