"""Wrong (migrate): None isn't False: for the replica, allow_migrate() has no opinion, and Django
migrates it.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        if db == "default":
            return True
        return None
