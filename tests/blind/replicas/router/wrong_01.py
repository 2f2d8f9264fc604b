"""Wrong: reads. Outside of a transaction, what is related to an object that was just written is
read from the primary, because its instance is from there.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        instance = hints.get("instance")
        if instance is not None and instance._state.db:
            return instance._state.db
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
