"""Wrong (writes): leaves writes to Django's default, which is an object's own database before it is
"default": save() and delete() of an object from the replica go to the replica.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    # Writes go to "default" without a router.

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
