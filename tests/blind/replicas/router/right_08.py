"""Right: several replicas would do too; one random choice among one."""

import random

from django.db import connections

REPLICAS = ["replica"]


class Router:
    def db_for_read(self, model, instance=None, **hints):
        # Where the instance came from does not matter.
        if connections["default"].in_atomic_block:
            return self.db_for_write(model, instance=instance, **hints)
        return random.choice(REPLICAS)

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db not in REPLICAS
