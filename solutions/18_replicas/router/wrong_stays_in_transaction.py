"""In a transaction on the replica, it writes there as well.

Breaks: writes
Fails: writes
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return self.opened() or "replica"

    def opened(self):
        opened = (one for one in ("default", "replica") if connections[one].in_atomic_block)
        return next(opened, None)

    def db_for_write(self, model, **hints):
        return self.opened() or "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
