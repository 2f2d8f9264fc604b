"""Right: replace what the fix-up does between tasks; what happens at fork stays."""

from celery.fixups.django import DjangoWorkerFixup
from django.db import connection, connections
from psycopg import pq

from arena.contests.models import Contest

TITLES = {}


def load():
    for pk, title in Contest.objects.values_list("pk", "title").iterator():
        TITLES[pk] = title
    connection.close()


def databases(server):
    entry = dict(server)
    entry.setdefault("CONN_MAX_AGE", None)
    entry.setdefault("CONN_HEALTH_CHECKS", True)
    return {"default": entry}


def may_stay(wrapper):
    if wrapper.in_atomic_block or wrapper.closed_in_transaction:
        return False
    if not wrapper.autocommit:
        return False
    if wrapper.connection.info.transaction_status != pq.TransactionStatus.IDLE:
        return False
    return wrapper.is_usable()


def close_if_bad(self, **kwargs):
    for wrapper in connections.all(initialized_only=True):
        if wrapper.connection is None or may_stay(wrapper):
            continue
        # close() only marks a connection inside of atomic(): tell it that there is none any more.
        wrapper.in_atomic_block = False
        wrapper.closed_in_transaction = False
        wrapper.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    DjangoWorkerFixup.close_database = close_if_bad
