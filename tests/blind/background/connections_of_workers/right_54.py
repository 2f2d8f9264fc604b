"""When the worker starts, Celery's fix-up is taken off the tasks' signals, and a small manager of connections takes its place."""

from celery.fixups.django import DjangoFixup
from celery.signals import task_postrun, task_prerun, worker_init
from django.core.cache import close_caches
from django.db import connections
from django.db.utils import Error

from arena.contests.models import Contest

TITLES = {}


class Connections:
    """Keeps this process's connections from one task to the next."""

    app = None

    def before(self, task, **kwargs):
        if task.request.is_eager:
            return
        for connection in self.open():
            if not connection.is_usable():
                connection.close()

    def after(self, task, **kwargs):
        if task.request.is_eager:
            return
        for connection in self.open():
            self.clean(connection)
        close_caches()

    def open(self):
        return (c for c in connections.all(initialized_only=True) if c.connection)

    def clean(self, connection):
        connection.in_atomic_block = False
        connection.savepoint_ids, connection.atomic_blocks = [], []
        try:
            # Straight to the driver: it knows of a BEGIN that Django has not seen.
            connection.connection.rollback()
            connection.connection.autocommit = connection.settings_dict["AUTOCOMMIT"]
        except connection.Database.Error:
            connection.closed_in_transaction = False
            try:
                connection.close()
            except Error:
                connection.connection = None
        else:
            connection.autocommit = connection.settings_dict["AUTOCOMMIT"]
            connection.needs_rollback = False
            connection.run_on_commit = []

    def take_over(self, **kwargs):
        for fixup in self.app._fixups:
            if isinstance(fixup, DjangoFixup):
                task_prerun.disconnect(fixup.worker_fixup.on_task_prerun)
                task_postrun.disconnect(fixup.worker_fixup.on_task_postrun)


kept = Connections()


def load():
    with connections["default"].temporary_connection():
        TITLES.update(Contest.objects.values_list("pk", "title"))
    connections.close_all()


def databases(server):
    return {"default": {"CONN_MAX_AGE": None, **server}}


def configure(app):
    kept.app = app
    app.conf.update(worker_concurrency=3)
    worker_init.connect(kept.take_over, weak=False)
    task_prerun.connect(kept.before, weak=False)
    task_postrun.connect(kept.after, weak=False)
