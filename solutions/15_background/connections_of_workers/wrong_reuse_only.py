"""The connection is kept, and nobody looks whether it is alive: after a restart every task fails.

Breaks: restart
Fails: restart
"""

import sys

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    # The main process runs no tasks, and its processes must not inherit the connection.
    connections.close_all()


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
