"""Wrong: transaction. The connection is kept in the router, which all threads share, while each
thread has a connection of its own: in another thread's atomic() reads go to the replica.
"""

from django.db import connections


class Router:
    def __init__(self):
        self.primary = connections["default"]

    def db_for_read(self, model, **hints):
        return "default" if self.primary.in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
