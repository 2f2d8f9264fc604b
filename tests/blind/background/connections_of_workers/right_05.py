"""The fix-up's own close_database() is another function from now on, which it calls around tasks."""

from django.db import connections
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        for pk, title in Contest.objects.values_list("pk", "title"):
            TITLES[pk] = title
    finally:
        connections["default"].close()


def databases(server):
    return {"default": {**server}}


def keep_or_close(**kwargs):
    for conn in connections.all(initialized_only=True):
        raw = conn.connection
        if raw is None:
            continue
        keep = (
            raw.info.transaction_status == TransactionStatus.IDLE
            and conn.autocommit
            and not conn.in_atomic_block
            and conn.is_usable()
        )
        if not keep:
            conn.in_atomic_block = False
            conn.closed_in_transaction = False
            conn.close()


def configure(app):
    app.conf.update(worker_concurrency=3)
    for fixup in filter(None, app._fixups):
        fixup.worker_fixup.close_database = keep_or_close
