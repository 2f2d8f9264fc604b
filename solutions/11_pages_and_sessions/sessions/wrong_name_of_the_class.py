"""The class has another name, which is part of the signature: sessions of before can't be read.

Django takes the name of the class as the salt. On the day of the change all people are logged out.

Breaks: contents
Fails: before
"""

from django.contrib.sessions.backends import cached_db


class CachedSessionStore(cached_db.SessionStore):
    pass


SessionStore = CachedSessionStore
