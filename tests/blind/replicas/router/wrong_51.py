"""reads: after a write, this thread reads from the primary for five seconds, also outside of a transaction.

A post that is created without atomic() and read a moment later comes from "default", not from "replica".
"""

import threading
import time

from django.db import transaction

SECONDS = 5
_written = threading.local()


class Router:
    def db_for_read(self, model, **hints):
        if transaction.get_connection("default").in_atomic_block:
            return "default"
        if time.monotonic() < getattr(_written, "until", 0):
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        _written.until = time.monotonic() + SECONDS
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        return db == "default"
