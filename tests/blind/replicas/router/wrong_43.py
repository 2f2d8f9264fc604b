"""reads: sessions are always read from the primary.

"A visitor who has just logged in must not be logged out": so the router makes an exception for the
apps that log in, and a Session (or a Group, or a Permission) is never read from the replica.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        if model._meta.app_label in {"sessions", "auth", "admin"}:
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
