"""Breaks "connections": a pool of one connection in each process, but within a prefork worker the fix-up
closes the pool around each task, too.
"""

from celery.signals import task_postrun, task_prerun
from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    finally:
        connections["default"].close()
        connections["default"].close_pool()


def databases(server):
    options = {**server.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 1}}
    return {"default": {**server, "OPTIONS": options}}


def give_back(**kwargs):
    for conn in connections.all(initialized_only=True):
        if conn.connection is not None:
            conn.in_atomic_block = conn.closed_in_transaction = False
            conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    task_prerun.connect(give_back, weak=False)
    task_postrun.connect(give_back, weak=False)
