"""The session is in the visitor's cookie: no query, no cache, and no way to end it.

The signature proves that we wrote it. Whoever has a copy stays logged in after the log-out.

Fails: revoked
"""

from django.contrib.sessions.backends.signed_cookies import SessionStore

__all__ = ["SessionStore"]
