"""Wrong (unfinished): cleans only before a task. A transaction that a task left stays open, with its
locks, until the same process gets another task; a task of another process that updates the same row
waits for that.
"""

import math
from contextlib import suppress

from celery import signals
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


def is_clean(conn):
    return (
        not conn.in_atomic_block
        and conn.autocommit
        and conn.connection.info.transaction_status == TransactionStatus.IDLE
        and conn.is_usable()
    )


def tidy(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None and not is_clean(conn):
            with suppress(Exception):
                conn.connection.close()
            del connections[conn.alias]


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=math.inf)
    signals.task_prerun.connect(tidy, weak=False)
