"""A transaction on the replica, for several reads of one state, goes to the primary.

Breaks: reads
Fails: reads
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
