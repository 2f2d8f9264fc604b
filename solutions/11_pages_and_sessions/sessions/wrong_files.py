"""Files: no query and no loss, but a second server has other files, so it knows nobody.

Breaks: servers
Fails: servers
"""

from django.contrib.sessions.backends.file import SessionStore

__all__ = ["SessionStore"]
