"""Wrong (transaction): inside of atomic(), what is related to an object that came from the replica is
read from the replica.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, instance=None, **hints):
        if instance is not None and instance._state.db == "replica":
            return "replica"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
