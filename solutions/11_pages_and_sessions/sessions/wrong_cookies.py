"""The session is in the visitor's cookie: no query, no cache, and a log-out that cannot end it.

The signature proves that we wrote it. A copy of the cookie works until its time is over.

Breaks: log-out
Fails: revoked
"""

from django.contrib.sessions.backends.signed_cookies import SessionStore

__all__ = ["SessionStore"]
