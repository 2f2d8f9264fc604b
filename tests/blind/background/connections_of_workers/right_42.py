"""The fix-up's own close_database(), which it calls before and after each task, is replaced by a method that cleans connections instead of closing them."""

import logging

from celery.fixups.django import DjangoWorkerFixup
from django.db import connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}

logger = logging.getLogger(__name__)


def load():
    TITLES.update(_titles())


def _titles():
    try:
        return dict(Contest.objects.values_list("pk", "title"))
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()


def databases(server):
    return {"default": dict(server)}


def configure(app):
    app.conf.worker_concurrency = 3
    # The fix-up doesn't call it for eager tasks, which run inside of others. When a process
    # begins, it calls _close_database() instead, which still closes.
    DjangoWorkerFixup.close_database = clean_database


def clean_database(fixup, **kwargs):
    for connection in connections.all(initialized_only=True):
        if connection.connection is None:
            continue
        try:
            usable = _clean(connection)
        except Exception:
            logger.warning("The connection %s can't be cleaned.", connection.alias, exc_info=True)
            usable = False
        if not usable:
            _forget(connection)


def _clean(connection):
    """End what is open, restore autocommit, and tell whether the server still answers."""
    if connection.in_atomic_block:
        return False
    server = connection.connection
    if server.info.transaction_status != TransactionStatus.IDLE:
        server.rollback()
    connection.run_on_commit = []
    autocommit = connection.settings_dict["AUTOCOMMIT"]
    if connection.autocommit != autocommit:
        connection.run_commit_hooks_on_set_autocommit_on = False
        connection.set_autocommit(autocommit)
    if not connection.is_usable():
        return False
    server.rollback()  # without autocommit the test has begun a transaction
    return True


def _forget(connection):
    try:
        connection.close()
    except Exception:
        logger.debug("It was closed already.", exc_info=True)
    finally:
        del connections[connection.alias]
