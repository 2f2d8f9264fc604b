"""Every request of somebody who is logged in begins with a query for the session.

Arena keeps sessions in the database. A session is written when somebody logs in, and read by every
request until they log out: on most pages it is the first query, and on many the only one.

Change this file so that a session that was written or read before is read without a query.
SESSION_ENGINE names this file: Django takes SessionStore from here.

Allowed: no query to read a session that the cache has. All that the servers of Arena share is the
database and Django's default cache: they have no files in common, nor variables. When the cache
has been emptied, nobody is logged out, nothing that was stored is lost, and after one read the
cache has the session again. After a log-out, which calls flush(), the session is gone on all
servers, also for somebody who has kept a copy of the cookie; and so it is when its time is over,
which set_expiry() may have said. A log-in calls cycle_key(), and then the old key is nobody's.
Nothing stays in the cache for ever.
What a session holds stays as it is: what was stored is what is read, and a key that nobody has
given out holds nothing.
"""

# TODO: this engine asks the database at every request.
from django.contrib.sessions.backends.db import SessionStore

__all__ = ["SessionStore"]
