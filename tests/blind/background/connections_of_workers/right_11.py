"""Right: DB_REUSE_MAX without end, own cleaning around each task, rollback instead of closing."""

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
        # The three processes must not inherit it, and it would be a fourth one.
        connections.close_all()


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **server}}


def discard(conn):
    raw = conn.connection
    if raw is not None:
        with suppress(Exception):
            raw.close()
    del connections[conn.alias]


def reset(conn):
    """End a transaction that a task has left, and forget what Django knows of it."""
    raw = conn.connection
    wanted = conn.settings_dict["AUTOCOMMIT"]
    raw.rollback()
    raw.autocommit = wanted
    conn.autocommit = wanted
    conn.in_atomic_block = False
    conn.commit_on_exit = True
    conn.savepoint_ids = []
    conn.atomic_blocks = []
    conn.needs_rollback = False
    conn.rollback_exc = None
    conn.run_on_commit = []


def is_clean(conn):
    return (
        not conn.in_atomic_block
        and conn.get_autocommit() == conn.settings_dict["AUTOCOMMIT"]
        and conn.connection.info.transaction_status == TransactionStatus.IDLE
    )


def tidy(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is None:
            continue
        try:
            if not is_clean(conn):
                reset(conn)
            usable = conn.is_usable()
        except Exception:
            usable = False
        if not usable or conn.closed_in_transaction:
            discard(conn)


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=math.inf)
    signals.task_prerun.connect(tidy, weak=False, dispatch_uid="arena.tidy.before")
    signals.task_postrun.connect(tidy, weak=False, dispatch_uid="arena.tidy.after")
