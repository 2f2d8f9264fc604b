"""migrate: only what changes a model is kept from the replica.

RunSQL, RunPython and extensions ask with no model_name. For them the router has no opinion, which
Django takes for a yes: with migrate --database=replica they run there.
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
