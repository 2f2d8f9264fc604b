"""A transaction that was begun by hand with set_autocommit(False) counts too, without opening a connection for the question."""

from django.db import DEFAULT_DB_ALIAS, transaction

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"


def is_in_transaction():
    connection = transaction.get_connection(PRIMARY)
    if connection.in_atomic_block:
        return True
    # Before it is open, autocommit is False as well.
    return connection.connection is not None and not connection.autocommit


class Router:
    def db_for_read(self, model, **hints):
        return PRIMARY if is_in_transaction() else REPLICA

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db != REPLICA
