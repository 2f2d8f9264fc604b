"""Right: autocommit is off on an open connection exactly while a transaction runs."""

from django.db import connections


class Router:
    primary = "default"
    replica = "replica"

    def in_transaction(self):
        wrapper = connections[self.primary]
        # Before it is opened, autocommit is False too: that is no transaction.
        return wrapper.connection is not None and not wrapper.autocommit

    def db_for_read(self, model, **hints):
        return self.primary if self.in_transaction() else self.replica

    def db_for_write(self, model, **hints):
        return self.primary

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == self.primary
