"""Without an answer to db_for_write(), Django writes an object where it came from.

Breaks: writes
Fails: writes
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
