"""restart: CONN_HEALTH_CHECKS checks a connection once after each web request, and Celery has no requests.

Nothing resets health_check_done between tasks. After PostgreSQL ended all connections, the next task of each process fails.
"""

import sys

from celery.signals import task_postrun
from django.db import Error, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    connections.close_all()


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **server}}


def end_transaction(**kwargs):
    for connection in connections.all(initialized_only=True):
        if connection.connection is None:
            continue
        try:
            connection.rollback()
            connection.set_autocommit(True)
        except Error:
            connection.close()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    task_postrun.connect(end_transaction, weak=False)
