"""emptied cache, contents: Django's engine that keeps sessions in the cache only.

When the cache is emptied (a restart, an eviction), everybody is logged out, and what was stored in
the database before the change is not read at all.
"""

from django.contrib.sessions.backends.cache import SessionStore

__all__ = ["SessionStore"]
