"""A session that ends with the browser is cached without a timeout: the server never hears of it.

set_expiry(0) is about the cookie. The row has an end all the same, and so must the copy.

Breaks: age
Fails: age
"""

from django.contrib.sessions.backends import cached_db


class SessionStore(cached_db.SessionStore):
    def save(self, must_create=False):
        super().save(must_create)
        if self.get_expire_at_browser_close():
            self._cache.touch(self.cache_key, None)
