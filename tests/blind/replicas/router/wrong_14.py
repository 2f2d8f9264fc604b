"""Wrong (relation): only what is on the primary may be referred to. An object of the primary can't refer
to one that came from the replica: comment.post = post_of_replica raises ValueError.
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        # None: Django allows it if both are from one database.
        return True if one._state.db == "default" else None

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
