"""The cache alone: no query, and when it is emptied or full, people are logged out.

A cache may forget anything at any time. What must not be lost does not belong there alone.

Fails: flushed
"""

from django.contrib.sessions.backends.cache import SessionStore

__all__ = ["SessionStore"]
