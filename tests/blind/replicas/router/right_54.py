"""A general class for a primary and its replicas; Router is the one for Arena's two."""

import random

from django.db import DEFAULT_DB_ALIAS, connections


class PrimaryAndReplicas:
    primary: str
    replicas: tuple[str, ...]

    @property
    def transaction_is_open(self):
        return bool(connections[self.primary].in_atomic_block)

    def db_for_read(self, model, **hints):
        if self.transaction_is_open:
            return self.primary
        return random.choice(self.replicas)

    def db_for_write(self, model, **hints):
        return self.primary

    def allow_relation(self, one, other, **hints):
        """Both sides show the same rows, so every pair of objects belongs together."""
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        """A replica gets its tables with the primary's changes."""
        return db not in self.replicas


class Router(PrimaryAndReplicas):
    primary = DEFAULT_DB_ALIAS
    replicas = ("replica",)
