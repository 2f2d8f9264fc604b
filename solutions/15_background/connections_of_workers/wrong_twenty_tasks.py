"""A process that has run twenty of the thirty tasks ends, and the next one opens a connection.

Breaks: connections
Fails: connections
"""

import sys

from celery import signals
from django.db import close_old_connections, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    # The main process runs no tasks, and its processes must not inherit the connection.
    connections.close_all()


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


def refresh(**_):
    close_old_connections()


def configure(app):
    app.conf.update(
        worker_concurrency=3, worker_max_tasks_per_child=20, CELERY_DB_REUSE_MAX=sys.maxsize
    )
    signals.task_prerun.connect(refresh)
