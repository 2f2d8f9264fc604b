"""Also right for transactions that were begun by set_autocommit(False)."""

from django.db import connection


class Router:
    """Sends reads to the replica, except in a transaction."""

    primary, replica = "default", "replica"

    def db_for_read(self, model, **hints):
        if connection.connection is None:  # it was never used
            return self.primary if connection.in_atomic_block else self.replica
        in_transaction = connection.in_atomic_block or not connection.get_autocommit()
        return self.primary if in_transaction else self.replica

    def db_for_write(self, model, **hints):
        return self.primary

    def allow_relation(self, obj1, obj2, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db == self.primary
