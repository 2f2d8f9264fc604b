"""Two objects that both come from the replica can no longer refer to each other.

Breaks: relation
Fails: relation
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return "default" in {one._state.db, other._state.db}

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
