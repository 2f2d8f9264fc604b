"""Wrong (restart): cleans only after a task. If a task's query failed (a missing table, say), Django
checks the connection right then and believes that until the next cleaning: when PostgreSQL ends it
after that, the process's next task fails.

It is accepted: PostgreSQL may end the connection before Celery has tidied up behind the task.
"""

import math

from celery import signals
from django.db import close_old_connections, connections
from psycopg.pq import TransactionStatus

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
    for conn in connections.all(initialized_only=True):
        raw = conn.connection
        if raw is None:
            continue
        if conn.in_atomic_block or raw.info.transaction_status != TransactionStatus.IDLE:
            raw.close()
            del connections[conn.alias]
    close_old_connections()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=math.inf)
    signals.task_postrun.connect(tidy, weak=False)
