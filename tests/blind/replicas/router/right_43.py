"""Looks at the list of blocks that atomic() keeps on the primary's connection; everything else is the same for all."""

from django.db import connections


class Router:
    primary = "default"
    replica = "replica"

    def _open_blocks(self):
        return connections[self.primary].atomic_blocks

    def db_for_read(self, model, **hints):
        if self._open_blocks():
            return self.db_for_write(model, **hints)
        return self.replica

    def db_for_write(self, model, **hints):
        return self.primary

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == self.primary
