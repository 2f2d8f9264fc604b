"""WRONG (rule: contents, emptied cache): sessions live in the cache only; those in the database are gone."""

from django.contrib.sessions.backends.cache import SessionStore

__all__ = ["SessionStore"]
