"""CELERY_DB_REUSE_MAX keeps the fix-up away; Django's own checks around each task."""

import sys

from celery.signals import task_postrun, task_prerun
from django.db import close_old_connections, connection, connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    connection.close()


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **server}}


def before(**kwargs):
    for conn in connections.all(initialized_only=True):
        # These are what the two settings do, should the entry say otherwise.
        conn.close_at = None
        conn.health_check_enabled = True
    close_old_connections()


def after(**kwargs):
    for conn in connections.all(initialized_only=True):
        conn.close_at = None
        raw = conn.connection
        if raw is None:
            continue
        left_open = raw.info.transaction_status != TransactionStatus.IDLE
        if conn.in_atomic_block or left_open:
            conn.in_atomic_block = conn.closed_in_transaction = False
            conn.close()
    close_old_connections()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    task_prerun.connect(before, weak=False, dispatch_uid="arena.before")
    task_postrun.connect(after, weak=False, dispatch_uid="arena.after")
