"""writes: inside of a transaction on the replica, writes go to the replica.

"Stay in the transaction that is open": in atomic(using="replica") a save() is sent to the read-only
copy and fails.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return self.opened() or "replica"

    def opened(self):
        for alias in ("default", "replica"):
            if connections[alias].in_atomic_block:
                return alias
        return None

    def db_for_write(self, model, **hints):
        return self.opened() or "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
