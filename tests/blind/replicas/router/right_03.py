"""Right: Django's list of the atomic blocks that are open."""

from django.db import DEFAULT_DB_ALIAS, connections


class Router:
    def db_for_read(self, model, **hints):
        blocks = connections[DEFAULT_DB_ALIAS].atomic_blocks
        return DEFAULT_DB_ALIAS if blocks else "replica"

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db != "replica"
