"""Wrong (reads): inside of atomic(using='replica'), which is no transaction on the primary, reads go to
the primary.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        open_ones = connections.all(initialized_only=True)
        if any(connection.in_atomic_block for connection in open_ones):
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
