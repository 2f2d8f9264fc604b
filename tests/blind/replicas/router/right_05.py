"""Right: looks only through the connections that this thread has already made."""

from django.db import connections


def primary_has_transaction():
    return any(
        connection.alias == "default" and connection.in_atomic_block
        for connection in connections.all(initialized_only=True)
    )


class Router:
    def db_for_read(self, model, **hints):
        if primary_has_transaction():
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
