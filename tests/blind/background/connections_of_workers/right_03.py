"""The one method by which the fix-up closes connections is replaced."""

from celery.fixups.django import DjangoWorkerFixup
from django.db import connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(dict(Contest.objects.values_list("pk", "title")))
    finally:
        for conn in connections.all(initialized_only=True):
            conn.close()


def databases(server):
    return {"default": dict(server)}


def _is_clean(conn):
    if conn.in_atomic_block or not conn.autocommit:
        return False
    if conn.connection.info.transaction_status != TransactionStatus.IDLE:
        return False
    return conn.is_usable()


def _close_what_cannot_be_kept(fixup):
    for conn in connections.all(initialized_only=True):
        if conn.connection is None or _is_clean(conn):
            continue
        conn.in_atomic_block = False
        conn.closed_in_transaction = False
        conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    DjangoWorkerFixup._close_database = _close_what_cannot_be_kept
