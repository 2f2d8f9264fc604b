"""The app gets a fix-up of its own, whose close_database() ends transactions and drops dead connections but keeps the good ones."""

from celery.fixups.django import DjangoFixup, DjangoWorkerFixup
from django.db import Error, connection, connections

from arena.contests.models import Contest

TITLES = {}


class KeepingFixup(DjangoWorkerFixup):
    """Celery calls close_database() before and after every task."""

    def close_database(self, **kwargs):
        for each in connections.all(initialized_only=True):
            if each.connection is not None and not self.is_clean(each):
                each.in_atomic_block = each.closed_in_transaction = False
                each.close()

    @staticmethod
    def is_clean(each):
        """End what a task left behind. Return whether the connection can go on."""
        if each.in_atomic_block:
            return False
        wanted = each.settings_dict["AUTOCOMMIT"]
        try:
            each.rollback()
            if each.autocommit != wanted:
                each.set_autocommit(wanted)
            usable = each.is_usable()
            each.rollback()  # if autocommit is off, the ping began a transaction
        except Error:
            return False
        return usable


def load():
    titles = dict(Contest.objects.values_list("pk", "title"))
    connection.close()
    TITLES.update(titles)


def databases(server):
    return {"default": dict(server)}


def configure(app):
    app.conf.worker_concurrency = 3
    for fixup in app._fixups:
        if isinstance(fixup, DjangoFixup):
            fixup.worker_fixup = KeepingFixup(app)
