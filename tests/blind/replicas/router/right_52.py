"""A transaction is an atomic block, or autocommit that was switched off on an open connection; nothing is opened to find out."""

from django.db import connections

PRIMARY = "default"
REPLICA = "replica"


def in_transaction(alias):
    connection = connections[alias]
    if connection.in_atomic_block:
        return True
    # Before it connects, a connection has no autocommit, and no transaction either.
    return connection.connection is not None and not connection.autocommit


class Router:
    def db_for_read(self, model, **hints):
        # The hint `instance` is ignored on purpose: it says where a row came from, and that is no reason.
        return PRIMARY if in_transaction(PRIMARY) else REPLICA

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return {one._state.db, other._state.db} <= {PRIMARY, REPLICA, None}

    def allow_migrate(self, db, app_label, **hints):
        return db != REPLICA
