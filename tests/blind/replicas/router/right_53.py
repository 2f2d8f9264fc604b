"""The shortest one: Django's proxy of the default connection knows, and functions without a name for each hint are enough."""

from django.db import connection


class Router:
    def db_for_read(self, model, **hints):
        return ("replica", "default")[connection.in_atomic_block]

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, *args, **hints):
        return db == "default"
