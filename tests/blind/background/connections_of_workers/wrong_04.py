"""Breaks "restart": a transaction left open is noticed, a connection that the server has ended is not;
the first task after that fails.
"""

from celery.signals import task_postrun, task_prerun, worker_init
from django.db import connections
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


def is_as_new(conn):
    return (
        not conn.in_atomic_block
        and conn.autocommit == conn.settings_dict["AUTOCOMMIT"]
        and conn.connection.info.transaction_status == TransactionStatus.IDLE
    )


def settle(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None and not is_as_new(conn):
            conn.in_atomic_block = False  # Otherwise close() would keep what it closed.
            conn.closed_in_transaction = False
            conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    for fixup in app._fixups:
        if fixup is not None:
            worker_init.disconnect(fixup.on_worker_init)
    task_prerun.connect(settle, weak=False)
    task_postrun.connect(settle, weak=False)
