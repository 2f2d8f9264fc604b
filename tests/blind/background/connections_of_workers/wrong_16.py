"""Wrong (entry): replaces the OPTIONS of the entry, so its sslmode, application_name, host and so on
are lost, when it has any.
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
    entry = {
        **server,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"keepalives_idle": 30, "keepalives_interval": 5},
    }
    return {"default": entry}


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
    signals.task_postrun.connect(tidy, weak=False)

