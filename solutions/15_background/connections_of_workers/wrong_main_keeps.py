"""The main process keeps the connection with which it has loaded the titles: a fourth one.

Breaks: connections
Fails: answer
"""

import sys

from celery import signals
from django.db import close_old_connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


def refresh(**_):
    close_old_connections()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    signals.task_prerun.connect(refresh)
