"""contents: the class has a new name, and Django signs sessions with the name of the class.

Sessions that the database engine stored before the change have another signature: they are read as
empty, and everybody is logged out by the deployment.
"""

from django.contrib.sessions.backends.cached_db import SessionStore as CachedDatabaseStore

__all__ = ["SessionStore"]


class ArenaSessionStore(CachedDatabaseStore):
    """Django's sessions in cache and database, under Arena's own prefix."""

    cache_key_prefix = "arena.session:"


SessionStore = ArenaSessionStore
