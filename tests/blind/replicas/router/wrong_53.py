"""migrate: nothing forbids migrations on the replica.

Without allow_migrate() Django allows every database: `migrate --database replica` runs each operation there.
"""

from django.db import transaction


class Router:
    def db_for_read(self, model, **hints):
        if transaction.get_connection("default").in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True
