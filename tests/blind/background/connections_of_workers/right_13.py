"""Right: Django's own close_old_connections with health checks, plus what it doesn't see."""

from celery import signals
from django import db
from psycopg.pq import TransactionStatus

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    db.connections.close_all()


def databases(server):
    return {"default": {**server, **{k: v for k, v in KEEP.items() if k not in server}}}


KEEP = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def drop_unfinished():
    for alias in db.connections:
        wrapper = db.connections[alias]
        raw = wrapper.connection
        if raw is None:
            continue
        if (
            wrapper.in_atomic_block
            or not wrapper.autocommit
            or raw.info.transaction_status != TransactionStatus.IDLE
        ):
            raw.close()
            del db.connections[alias]


def refresh():
    for wrapper in db.connections.all(initialized_only=True):
        wrapper.close_at = None
        wrapper.health_check_enabled = True
    db.close_old_connections()


@signals.task_prerun.connect
def before(**kwargs):
    drop_unfinished()
    refresh()


@signals.task_postrun.connect
def after(**kwargs):
    drop_unfinished()
    refresh()


def configure(app):
    app.conf.worker_concurrency = 3
    app.conf.update({"CELERY_DB_REUSE_MAX": 10**12})
