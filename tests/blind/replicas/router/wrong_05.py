"""Wrong: reads. Every connection is looked at: in atomic(using="replica"), outside of a transaction
on the primary, reads go to the primary.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        if any(connection.in_atomic_block for connection in connections.all()):
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
