"""entry

Two options for libpq are added over those of the entry. It shows when the entry's OPTIONS have another connect_timeout or
keepalives_idle: it is replaced.
"""

import sys

from celery.signals import task_postrun, task_prerun
from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    finally:
        connections.close_all()  # the main process needs it no more, and children mustn't inherit it


def databases(server):
    options = {**server.get("OPTIONS", {}), "connect_timeout": 5, "keepalives_idle": 30}
    return {"default": {**server, "OPTIONS": options}}


def configure(app):
    # The fix-up closes when it has been asked to close twice as often as this number says.
    app.conf.update(worker_concurrency=3, CELERY_DB_REUSE_MAX=sys.maxsize)
    task_prerun.connect(before, weak=False, dispatch_uid="arena.connections")
    task_postrun.connect(after, weak=False, dispatch_uid="arena.connections")


def before(sender, **kwargs):
    """Drop the connections that PostgreSQL has ended since the last task."""
    if _is_eager(sender):
        return
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not connection.is_usable():
            _drop(connection)
        _tidy(connection)


def after(sender, **kwargs):
    """Leave no transaction, and so no locks."""
    if _is_eager(sender):
        return
    for connection in connections.all(initialized_only=True):
        _tidy(connection)


def _is_eager(task):
    # It runs within another task, perhaps in the middle of its transaction.
    return getattr(task.request, "is_eager", False)


def _tidy(connection):
    if connection.connection is None:
        return
    try:
        # An error if an atomic() was never left. Without a transaction no statement is sent.
        connection.rollback()
        if connection.get_autocommit() != connection.settings_dict["AUTOCOMMIT"]:
            connection.set_autocommit(connection.settings_dict["AUTOCOMMIT"])
    except Exception:
        _drop(connection)


def _drop(connection):
    try:
        connection.close()
    finally:
        # The next task gets a new object: this one may still believe that it is in atomic().
        del connections[connection.alias]
