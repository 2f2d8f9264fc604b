"""RIGHT: Django's own engine for a database behind a cache."""

from django.contrib.sessions.backends.cached_db import SessionStore

__all__ = ["SessionStore"]
