"""Right: a base class for any pair of a primary and a replica."""

from django.db import connections


class PrimaryReplicaRouter:
    primary: str
    replica: str

    def db_for_read(self, model, **hints):
        match connections[self.primary].in_atomic_block:
            case True:
                return self.primary
            case _:
                return self.replica

    def db_for_write(self, model, **hints):
        return self.primary

    def allow_relation(self, one, other, **hints):
        known = (self.primary, self.replica, None)
        return one._state.db in known and other._state.db in known

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db == self.primary


class Router(PrimaryReplicaRouter):
    primary = "default"
    replica = "replica"
