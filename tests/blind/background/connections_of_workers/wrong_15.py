"""Wrong (unfinished): close_old_connections() notices set_autocommit(False), but no transaction that
a task began with cursor.execute("BEGIN") and left: the next task's writes are in it.
"""

import math

from celery import signals
from django.db import close_old_connections, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    finally:
        connections.close_all()


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **server}}


def tidy(**kwargs):
    close_old_connections()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=math.inf)
    signals.task_prerun.connect(tidy, weak=False)
    signals.task_postrun.connect(tidy, weak=False)
