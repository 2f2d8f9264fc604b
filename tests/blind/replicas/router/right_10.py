"""Right: the same question by django.db.transaction; hints are looked at nowhere."""

from django.db import transaction

PRIMARY = "default"
REPLICA = "replica"


def in_transaction():
    return transaction.get_connection(PRIMARY).in_atomic_block


class Router:
    def db_for_read(self, model, **hints):
        if in_transaction():
            return PRIMARY
        return REPLICA

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        names = {one._state.db, other._state.db}
        return True if names <= {PRIMARY, REPLICA, None} else None

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        if db == REPLICA:
            return False
        return None
