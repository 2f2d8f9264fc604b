"""A connection that lives can be in the transaction of the last task.

Breaks: unfinished
Fails: unfinished
"""

import sys

from celery import signals
from django.db import connection, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    # The main process runs no tasks, and its processes must not inherit the connection.
    connections.close_all()


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


def refresh(**_):
    if not connection.is_usable():
        connection.close()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    signals.task_prerun.connect(refresh)
