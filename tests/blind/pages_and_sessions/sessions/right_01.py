"""RIGHT: Django's own engine for this, cached_db, with the default cache."""

from django.contrib.sessions.backends.cached_db import SessionStore

__all__ = ["SessionStore"]
