"""Asks Django whether this thread's connection to the primary is inside of atomic()."""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        # Looked up each time: each thread has a connection of its own. This opens none.
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db == "default"
