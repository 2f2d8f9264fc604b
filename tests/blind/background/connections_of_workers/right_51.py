"""CELERY_DB_REUSE_MAX stops the fix-up; signals of our own roll back after each task and ping before the next one."""

import sys

from celery.signals import task_postrun, task_prerun
from django.db import Error, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    finally:
        connections.close_all()  # nothing to inherit, and no fourth connection


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, **server}}


def _leave_transaction(connection):
    connection.in_atomic_block = False
    connection.savepoint_ids = []
    connection.atomic_blocks = []
    connection.rollback()
    if connection.autocommit != connection.settings_dict["AUTOCOMMIT"]:
        connection.set_autocommit(connection.settings_dict["AUTOCOMMIT"])


def _eager(task):
    """Tell whether the task runs inside of other code, whose transaction is not ours."""
    return task is not None and getattr(task.request, "is_eager", False)


def end_transactions(sender=None, **kwargs):
    if _eager(sender):
        return
    for connection in connections.all(initialized_only=True):
        if connection.connection is None:
            continue
        try:
            _leave_transaction(connection)
        except Error:
            connection.closed_in_transaction = False
            connection.close()


def drop_dead(sender=None, **kwargs):
    if _eager(sender):
        return
    end_transactions()
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not connection.is_usable():
            connection.close()


def configure(app):
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    task_prerun.connect(drop_dead, weak=False, dispatch_uid="arena.drop_dead")
    task_postrun.connect(end_transactions, weak=False, dispatch_uid="arena.end_transactions")
