"""After the first write, this process reads from the primary for the rest of its life.

Breaks: reads
Fails: reads
"""

from django.db import connections


class Router:
    wrote = False

    def db_for_read(self, model, **hints):
        if self.wrote or connections["default"].in_atomic_block:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        self.wrote = True
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
