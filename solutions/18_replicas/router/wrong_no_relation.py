"""Without allow_relation(), Django refuses objects from two databases.

Breaks: relation
Fails: relation
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
