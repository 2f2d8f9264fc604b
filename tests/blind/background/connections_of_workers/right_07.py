"""A connection that is not as it was is thrown away with Django's wrapper of it; the children set up
their own signals.
"""

from celery import signals
from celery.fixups.django import DjangoWorkerFixup
from django.db import connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    connections.close_all()


def databases(server):
    return {"default": {**server}}


def throw_away(conn):
    try:
        conn.close()
    finally:
        del connections[conn.alias]


def check(**kwargs):
    for conn in connections.all(initialized_only=True):
        raw = conn.connection
        if raw is None and not conn.in_atomic_block:
            continue
        if (
            conn.in_atomic_block
            or not conn.autocommit
            or raw.info.transaction_status != TransactionStatus.IDLE
            or not conn.is_usable()
        ):
            throw_away(conn)


def in_child(**kwargs):
    signals.task_prerun.connect(check, weak=False)
    signals.task_postrun.connect(check, weak=False)
    signals.task_prerun.disconnect(DjangoWorkerFixup.on_task_prerun)
    signals.task_postrun.disconnect(DjangoWorkerFixup.on_task_postrun)


def configure(app):
    app.conf.update(worker_concurrency=3)
    signals.worker_process_init.connect(in_child, weak=False)
