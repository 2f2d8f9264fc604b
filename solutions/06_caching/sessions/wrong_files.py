"""Files: no query, no loss; and a second server has other files, so it knows nobody.

Fails: servers
"""

from django.contrib.sessions.backends.file import SessionStore

__all__ = ["SessionStore"]
