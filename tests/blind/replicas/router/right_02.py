"""Right: transaction.get_connection(), and no answer about migrations of the primary."""

from django.db import transaction

PRIMARY = "default"
REPLICA = "replica"


class Router:
    def db_for_read(self, model, **hints):
        if transaction.get_connection(PRIMARY).in_atomic_block:
            return PRIMARY
        return REPLICA

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        if db == REPLICA:
            return False
        return None
