"""Rolls back what a task left, so that even such a task costs no connection; load() in a thread."""

import logging
from concurrent.futures import ThreadPoolExecutor

from celery.signals import task_postrun, task_prerun, worker_init
from django.db import Error, connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}

logger = logging.getLogger(__name__)


def _read_titles():
    try:
        return dict(Contest.objects.values_list("pk", "title"))
    finally:
        connections.close_all()


def load():
    with ThreadPoolExecutor(max_workers=1) as pool:
        TITLES.update(pool.submit(_read_titles).result())


def databases(server):
    return {"default": {**server}}


def _forget_blocks(conn):
    conn.in_atomic_block = False
    conn.closed_in_transaction = False
    conn.needs_rollback = False
    conn.savepoint_ids = []
    conn.atomic_blocks = []


def roll_back(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is None:
            continue
        _forget_blocks(conn)
        try:
            if conn.connection.info.transaction_status != TransactionStatus.IDLE:
                logger.warning("A task has left a transaction open")
                conn.rollback()
            conn.run_on_commit = []
            if not conn.autocommit:
                conn.set_autocommit(True)
        except Error:
            conn.close()


def close_dead(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None and not conn.is_usable():
            conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    for fixup in app._fixups:
        if fixup is not None:
            worker_init.disconnect(fixup.on_worker_init)
    task_prerun.connect(close_dead, weak=False)
    task_postrun.connect(roll_back, weak=False)
