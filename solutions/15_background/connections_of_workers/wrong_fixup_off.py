"""Without the fix-up nobody drops the connection that each process has inherited.

Breaks: own
Fails: answer
"""

from celery import signals
from celery.fixups.django import DjangoWorkerFixup
from django.db import close_old_connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def databases(server):
    return {"default": {**server, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}


def refresh(**_):
    close_old_connections()


def configure(app):
    app.conf.worker_concurrency = 3
    DjangoWorkerFixup.install = lambda self: self
    signals.task_prerun.connect(refresh)
