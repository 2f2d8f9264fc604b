"""Django migrates every database unless a router says no.

Breaks: migrate
Fails: migrate
"""

from django.db import connections


class Router:
    def db_for_read(self, model, **hints):
        return "default" if connections["default"].in_atomic_block else "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True
