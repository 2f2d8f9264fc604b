"""connections: load() leaves the main process's connection open.

With CELERY_DB_REUSE_MAX the fix-up closes it no more either, so there are four as soon as all three processes have run a task.
"""

import sys

from celery.signals import task_postrun, task_prerun
from django.db import Error, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, **server}}


def opened():
    return [connection for connection in connections.all(initialized_only=True) if connection.connection is not None]


def check(**kwargs):
    for connection in opened():
        if not connection.is_usable():
            connection.close()


def end_transaction(**kwargs):
    for connection in opened():
        try:
            connection.rollback()
            connection.set_autocommit(True)
        except Error:
            connection.close()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    task_prerun.connect(check, weak=False)
    task_postrun.connect(end_transaction, weak=False)
