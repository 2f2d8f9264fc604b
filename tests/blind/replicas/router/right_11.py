"""Right: a base class that knows the databases, and small functions in place of methods with hints."""

from django.db import DEFAULT_DB_ALIAS, connections


class PrimaryAndReplicas:
    primary = DEFAULT_DB_ALIAS
    replicas = ()

    @property
    def writing(self):
        """Whether this thread is inside atomic() on the primary."""
        return bool(connections[self.primary].atomic_blocks) or (
            connections[self.primary].in_atomic_block
        )

    def pick_replica(self):
        return self.replicas[0]


class Router(PrimaryAndReplicas):
    replicas = ("replica",)

    def db_for_read(self, model, **hints):
        return self.primary if self.writing else self.pick_replica()

    def db_for_write(self, model, **hints):
        return self.primary

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db not in self.replicas
