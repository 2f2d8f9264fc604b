"""unfinished: nothing ends a transaction when the task is over.

After a task that sent BEGIN and an UPDATE, the row stays locked, and the process's next task runs in the same transaction.
"""

import sys

from celery.signals import task_prerun
from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    connections.close_all()


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **server}}


def check(**kwargs):
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not connection.is_usable():
            connection.close()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    task_prerun.connect(check, weak=False)
