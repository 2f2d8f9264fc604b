"""Sessions and groups are always read from the primary: a visitor shall stay logged in.

Breaks: reads
Fails: reads
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        if model._meta.app_label in {"sessions", "auth", "admin"}:
            return "default"
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
