"""reads: a transaction on the replica counts as well.

Inside of atomic(using="replica"), such as for a report of one moment, nothing is open on the primary;
but all reads that name no database go there.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        is_open = any(connection.in_atomic_block for connection in connections.all())
        return "default" if is_open else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
