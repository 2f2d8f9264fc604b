"""transaction: inside atomic() it returns None, and Django then prefers the database of the object that is asked.

For post.author, where the post came from the replica, the query goes to the replica inside atomic() too.
"""

from django.db import connection


class Router:
    def db_for_read(self, model, **hints):
        if connection.in_atomic_block:
            return None  # Django's default is the primary
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db == "default"
