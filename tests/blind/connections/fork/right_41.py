"""The parent closes its connections before each fork; the worker also forgets Django's wrappers."""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    connections.close_all()


def post_fork(server, worker):
    # They are closed, but one may believe itself to be in the parent's transaction.
    for wrapper in connections.all(initialized_only=True):
        del connections[wrapper.alias]
