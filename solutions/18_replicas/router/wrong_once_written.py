"""A transaction that has not written yet reads from the replica.

Breaks: transaction
Fails: transaction
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        connection = connections["default"]
        if connection.in_atomic_block and getattr(connection, "wrote_in", None) == self.now():
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        connections["default"].wrote_in = self.now()
        return "default"

    def now(self):
        return id(connections["default"].atomic_blocks[0]) if self.is_open() else None

    def is_open(self):
        return bool(connections["default"].atomic_blocks)

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
