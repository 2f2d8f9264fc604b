"""Breaks log-out (also at the same time): Django's own cached_db, whose load() sets what it read before.

A request misses the cache and reads the row; flush() on another server deletes row and key; then the
first one puts the session into the cache: the copy of the cookie is logged in until the session ends."""

from django.contrib.sessions.backends.cached_db import SessionStore

__all__ = ["SessionStore"]
