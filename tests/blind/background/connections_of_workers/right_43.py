"""The fix-up gets an endless reuse number; before a task Django's own health check is switched on for the first cursor, after it the driver rolls back."""

import math
from contextlib import suppress

from celery import signals
from django.db import connections
from psycopg import Error
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    with _closing():
        for key, title in Contest.objects.values_list("pk", "title"):
            TITLES[key] = title


class _closing:
    """Closes this process's connections at the end, whatever happens."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        connections.close_all()


def databases(server):
    return {"default": {"CONN_HEALTH_CHECKS": True, **server}}


def configure(app):
    app.conf.update({"worker_concurrency": 3, "CELERY_DB_REUSE_MAX": math.inf})
    signals.task_prerun.connect(distrust)
    signals.task_postrun.connect(roll_back)


def _connected(task):
    """Return the connections that are open; none for a task that runs inside of another one."""
    if getattr(task.request, "is_eager", False):
        return []
    every = connections.all(initialized_only=True)
    return [connection for connection in every if connection.connection is not None]


def distrust(sender=None, **kwargs):
    """Let Django test the connection before its first use by this task, whatever the entry says."""
    for connection in _connected(sender):
        connection.close_at = None
        connection.health_check_enabled = True
        connection.health_check_done = False


def roll_back(sender=None, **kwargs):
    for connection in _connected(sender):
        driver = connection.connection
        begun_by_atomic = connection.in_atomic_block
        wanted = connection.settings_dict["AUTOCOMMIT"]
        try:
            if driver.info.transaction_status != TransactionStatus.IDLE:
                driver.rollback()
            if not begun_by_atomic:
                connection.rollback()  # for Django's notes: hooks, flags
                if connection.autocommit != wanted:
                    connection.health_check_done = True  # it has just answered
                    connection.set_autocommit(wanted)
        except Exception:
            begun_by_atomic = True
        if begun_by_atomic:
            with suppress(Error):
                driver.close()
            del connections[connection.alias]  # with all that it believed
