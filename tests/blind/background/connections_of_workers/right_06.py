"""A subclass of the worker's fix-up, which rolls back instead of closing."""

from celery.fixups.django import DjangoWorkerFixup
from django.db import Error, connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    finally:
        connections.close_all()


def databases(server):
    return {"default": {**server}}


class KeepingFixup(DjangoWorkerFixup):
    def close_database(self, **kwargs):
        for conn in connections.all(initialized_only=True):
            if conn.connection is not None:
                self.renew(conn)

    def renew(self, conn):
        conn.in_atomic_block = False
        conn.closed_in_transaction = False
        conn.needs_rollback = False
        conn.savepoint_ids = []
        conn.atomic_blocks = []
        conn.run_on_commit = []
        try:
            if conn.connection.info.transaction_status != TransactionStatus.IDLE:
                with conn.wrap_database_errors:
                    conn.connection.rollback()
            if not conn.autocommit:
                conn.set_autocommit(True)
            is_fine = conn.is_usable()
        except Error:
            is_fine = False
        if not is_fine:
            conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    for fixup in app._fixups:
        if fixup is not None:
            fixup.worker_fixup = KeepingFixup(app)
