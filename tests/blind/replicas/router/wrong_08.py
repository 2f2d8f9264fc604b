"""Wrong: relation. Objects may only refer to each other if they came from the same database: an
author read from the replica can't be assigned to an object of the primary.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return one._state.db == other._state.db

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
