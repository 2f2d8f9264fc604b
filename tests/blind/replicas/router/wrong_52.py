"""transaction: the hint `instance` comes first, so related objects are read where the object came from.

A post from the replica asks the replica for its author inside atomic() too; one from the primary asks the primary outside of it.
"""

from django.db import transaction


class Router:
    def db_for_read(self, model, **hints):
        instance = hints.get("instance")
        if instance is not None and instance._state.db:
            return instance._state.db
        if transaction.get_connection("default").in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db == "default"
