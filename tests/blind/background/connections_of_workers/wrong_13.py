"""Wrong (own): the whole fix-up is switched off, also what it does after fork(), and load() leaves
its connection open: the three processes inherit and share it.
"""
from celery.fixups.django import DjangoWorkerFixup
import math
from contextlib import suppress

from celery import signals
from django.db import connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


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
    app.conf.update(worker_concurrency=3)
    DjangoWorkerFixup.install = lambda self: self
    signals.task_prerun.connect(tidy, weak=False)
    signals.task_postrun.connect(tidy, weak=False)
