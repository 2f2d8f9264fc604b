"""None leaves a question to Django, whose own answer is right for the primary."""

from django.db import transaction


class Router:
    def db_for_read(self, model, **hints):
        if not transaction.get_connection("default").in_atomic_block:
            return "replica"
        return "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        if {one._state.db, other._state.db} <= {"default", "replica"}:
            return True
        return None

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return False if db == "replica" else None
