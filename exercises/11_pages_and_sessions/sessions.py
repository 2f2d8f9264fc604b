"""Every request of a logged-in visitor queries the database for the session.

Change this file so that a session that was written or read before is read without a query. Django
takes SessionStore from here.

Rules:
- contents: what was stored, even before your change or by asave(), is what is read; a key given to
  nobody holds nothing.
- servers: share the database and Django's default cache, no files, no variables.
- emptied cache: nobody is logged out, nothing is lost; one read caches the session again.
- log-out: flush() ends the session on all servers, even for a copy of the cookie. A read that began
  earlier may cache it.
- log-in: cycle_key() leaves nothing under the old key.
- expiry: a session ends when set_expiry() or its row says so.
- age: no key stays in the cache forever.

Allowed:
- queries: none for a cached session.
"""

# TODO: this engine asks the database at every request.
from django.contrib.sessions.backends.db import SessionStore

__all__ = ["SessionStore"]
