"""Wrong (reads): outside of a transaction, what is related to an object that was written a moment ago
(its _state.db is default) is read from the primary.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, instance=None, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        # Read related objects where the object came from.
        if instance is not None and instance._state.db:
            return instance._state.db
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
