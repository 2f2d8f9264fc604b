"""The cache alone: no query, and when it is emptied or full, people are logged out.

A cache may lose anything at any time. What must not be lost does not belong there alone.

Breaks: emptied cache
Fails: flushed
"""

from django.contrib.sessions.backends.cache import SessionStore

__all__ = ["SessionStore"]
