"""Wrong: transaction. None leaves the choice to Django, which takes the instance's database: what
is related to an object that came from the replica is read from the replica.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return None  # Django's default is the primary.
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
