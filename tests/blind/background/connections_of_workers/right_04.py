"""After the start the fix-up's two receivers are taken out; the main process closes before a fork."""

import os

from celery import signals
from celery.fixups.django import DjangoWorkerFixup
from django.db import connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def databases(server):
    return {"default": {**server}}


def unplug(**kwargs):
    signals.task_prerun.disconnect(DjangoWorkerFixup.on_task_prerun)
    signals.task_postrun.disconnect(DjangoWorkerFixup.on_task_postrun)


def end_transaction(**kwargs):
    for conn in connections.all(initialized_only=True):
        raw = conn.connection
        if raw is None:
            continue
        is_idle = raw.info.transaction_status == TransactionStatus.IDLE
        if conn.in_atomic_block or not conn.autocommit or not is_idle:
            conn.in_atomic_block = conn.closed_in_transaction = False
            conn.close()


def notice_the_dead(**kwargs):
    end_transaction()
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None and not conn.is_usable():
            conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    os.register_at_fork(before=connections.close_all)
    signals.task_prerun.connect(notice_the_dead, weak=False)
    signals.task_postrun.connect(end_transaction, weak=False)
    signals.worker_process_init.connect(unplug, weak=False)
