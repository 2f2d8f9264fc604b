"""Wrong (reads): autocommit is False also before the first connection to the primary: until a thread has
written for the first time, its reads go to the primary.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "replica" if connections["default"].autocommit else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
