"""Wrong: migrate. Only tables are kept from the replica: RunPython and RunSQL operations have no
model_name, and run there when somebody migrates it.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        if model_name is not None:
            return db == "default"
        return None
