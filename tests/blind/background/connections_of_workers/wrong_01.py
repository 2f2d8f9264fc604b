"""Breaks "connections": the persistent connections of Django's settings, as for a web server, but the
fix-up still closes them around each task.
"""

from celery.signals import task_postrun, task_prerun
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
    return {"default": {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **server}}


def is_as_new(conn):
    return (
        not conn.in_atomic_block
        and conn.autocommit == conn.settings_dict["AUTOCOMMIT"]
        and conn.connection.info.transaction_status == TransactionStatus.IDLE
        and conn.is_usable()
    )


def settle(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None and not is_as_new(conn):
            conn.in_atomic_block = False  # Otherwise close() would keep what it closed.
            conn.closed_in_transaction = False
            conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    task_prerun.connect(settle, weak=False)
    task_postrun.connect(settle, weak=False)
