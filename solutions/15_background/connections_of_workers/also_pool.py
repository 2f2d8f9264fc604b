"""A pool of one connection in each process; "closed" means put back, and Celery never closes it."""

import sys

from celery import signals
from django.db import close_old_connections, connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    # The threads of a pool don't survive a fork: each process makes its own.
    connections["default"].close()
    connections["default"].close_pool()


def databases(server):
    options = {**server["OPTIONS"], "pool": {"min_size": 1, "max_size": 1}}
    return {"default": {**server, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}}


def tidy(**_):
    """Leave no transaction, also none that Django did not begin, and no dead connection."""
    raw = connections["default"].connection
    if raw and raw.info.transaction_status != TransactionStatus.IDLE:
        connections["default"].close()
    close_old_connections()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    signals.task_prerun.connect(tidy)
    signals.task_postrun.connect(tidy)
