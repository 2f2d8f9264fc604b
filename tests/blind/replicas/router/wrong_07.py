"""Wrong: transaction. psycopg sends BEGIN with the first query of atomic(): until then the status
is idle, and reads before the first write go to the replica.
"""

from django.db import connections
from psycopg.pq import TransactionStatus


class Router:
    def db_for_read(self, model, **hints):
        opened = connections["default"].connection
        if opened is not None and opened.info.transaction_status != TransactionStatus.IDLE:
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
