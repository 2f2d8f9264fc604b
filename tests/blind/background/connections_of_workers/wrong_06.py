"""Breaks "unfinished": the transaction is rolled back, but after set_autocommit(False) autocommit stays
off, so what the next task writes is rolled back as well.
"""

from celery.signals import task_postrun, task_prerun, worker_init
from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    finally:
        connections.close_all()


def databases(server):
    return {"default": {**server}}


def before(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None and not conn.is_usable():
            conn.in_atomic_block = conn.closed_in_transaction = False
            conn.close()


def after(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None:
            if conn.in_atomic_block:
                conn.in_atomic_block = conn.closed_in_transaction = False
                conn.close()
            else:
                conn.rollback()


def configure(app):
    app.conf.update(worker_concurrency=3)
    for fixup in app._fixups:
        if fixup is not None:
            worker_init.disconnect(fixup.on_worker_init)
    task_prerun.connect(before, weak=False)
    task_postrun.connect(after, weak=False)
