"""transaction: the router keeps the connection of the thread that made it.

Django makes one router for all threads. In each other thread, the reads inside of atomic() go to
the replica (and go to the primary while the first thread is inside of one).
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
