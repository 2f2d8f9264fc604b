"""Right: static methods, and a set of databases that may refer to each other."""

from django.db import connection

PAIR = {"default", "replica"}


class Router:
    @staticmethod
    def db_for_read(model, **hints):
        # django.db.connection is a proxy for this thread's connection to the primary.
        return ("replica", "default")[connection.in_atomic_block]

    @staticmethod
    def db_for_write(model, **hints):
        return "default"

    @staticmethod
    def allow_relation(one, other, **hints):
        if one._state.db in PAIR and other._state.db in PAIR:
            return True
        return None if one._state.db == other._state.db else True

    @staticmethod
    def allow_migrate(db, app_label, **hints):
        return db == "default"
