"""The connection is that of one thread: its transaction decides for all threads.

Breaks: reads
Fails: threads
"""

from django.db import connections

PRIMARY = connections["default"]  # of the thread that imports this


class Router:
    def db_for_read(self, model, **hints):
        return "default" if PRIMARY.in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
