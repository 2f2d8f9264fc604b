"""load() on a connection of its own, which is closed at once; a class holds the receivers."""

from contextlib import closing

from celery.signals import task_postrun, task_prerun, worker_init
from django.db import connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    with closing(connections["default"].copy()) as own, own.cursor() as cursor:
        cursor.execute("SELECT id, title FROM contests_contest")
        TITLES.update(cursor.fetchall())


def databases(server):
    return {"default": {**server}}


class Keeper:
    def __init__(self, alias):
        self.alias = alias

    def connect(self):
        task_prerun.connect(self.before, weak=False, dispatch_uid=f"before {self.alias}")
        task_postrun.connect(self.after, weak=False, dispatch_uid=f"after {self.alias}")

    def before(self, **kwargs):
        conn = connections[self.alias]
        if conn.connection is not None and not conn.is_usable():
            self.close(conn)

    def after(self, **kwargs):
        conn = connections[self.alias]
        if conn.connection is not None and self.is_unfinished(conn):
            self.close(conn)

    @staticmethod
    def is_unfinished(conn):
        status = conn.connection.info.transaction_status
        return conn.in_atomic_block or not conn.autocommit or status != TransactionStatus.IDLE

    @staticmethod
    def close(conn):
        conn.in_atomic_block = False
        conn.closed_in_transaction = False
        conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    for fixup in app._fixups:
        if hasattr(fixup, "on_worker_init"):
            worker_init.disconnect(fixup.on_worker_init)
    Keeper("default").connect()
