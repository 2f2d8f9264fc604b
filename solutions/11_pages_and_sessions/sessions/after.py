"""cached_db writes to the database and to the cache, and reads from the cache first."""

from django.contrib.sessions.backends.cached_db import SessionStore

__all__ = ["SessionStore"]
