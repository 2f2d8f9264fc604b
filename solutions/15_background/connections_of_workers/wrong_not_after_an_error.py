"""A transaction in which a statement has failed is open as well, and keeps its locks.

Breaks: unfinished
Fails: unfinished
"""

import sys

from celery import signals
from django.db import close_old_connections, connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    # The main process runs no tasks, and its processes must not inherit the connection.
    connections.close_all()


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


def tidy(**_):
    """Leave no transaction, also none that Django did not begin, and no dead connection."""
    raw = connections["default"].connection
    if raw and raw.info.transaction_status == TransactionStatus.INTRANS:
        connections["default"].close()
    close_old_connections()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    signals.task_prerun.connect(tidy)
    signals.task_postrun.connect(tidy)
