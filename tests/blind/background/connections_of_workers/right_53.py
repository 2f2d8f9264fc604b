"""Django's own health check is armed before each task, and psycopg's status tells after it whether a transaction is to be ended."""

import logging

from celery import signals
from django.db import DatabaseError, InterfaceError, connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

logger = logging.getLogger(__name__)

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    for connection in connections.all(initialized_only=True):
        connection.close()


def databases(server):
    entry = {**server}
    entry.setdefault("CONN_HEALTH_CHECKS", True)
    return {"default": entry}


def opened(task):
    if task.request.is_eager:  # it runs inside of another task, whose connection this is
        return []
    return [c for c in connections.all(initialized_only=True) if c.connection is not None]


@signals.task_prerun.connect
def arm_health_check(task, **kwargs):
    for connection in opened(task):
        connection.health_check_enabled = True
        connection.health_check_done = False


@signals.task_postrun.connect
def no_transaction_is_left(task, **kwargs):
    for connection in opened(task):
        autocommit = connection.settings_dict["AUTOCOMMIT"]
        # The task is over: whether its connection is still alive is the next one's question.
        connection.health_check_done = True
        try:
            if connection.connection.info.transaction_status != TransactionStatus.IDLE:
                logger.warning("%s ended in a transaction", task.name)
                connection.in_atomic_block = False
                connection.savepoint_ids.clear()
                connection.atomic_blocks.clear()
                connection.rollback()
            if connection.autocommit is not autocommit:
                connection.set_autocommit(autocommit)
            connection.needs_rollback = False
        except (DatabaseError, InterfaceError):
            connection.close()


def configure(app):
    app.conf.update({"worker_concurrency": 3, "CELERY_DB_REUSE_MAX": 10**12})
