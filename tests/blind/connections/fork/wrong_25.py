"""WRONG (rule: alive): the worker uses a new connection, but when it exits it closes the inherited one, which ends the parent's session."""

import atexit

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    for wrapper in connections.all(initialized_only=True):
        inherited, wrapper.connection = wrapper.connection, None
        if inherited is not None:
            # Not now, the parent needs it. But leave nothing open at the end.
            atexit.register(inherited.close)
