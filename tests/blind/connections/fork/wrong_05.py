"""WRONG (rule: alive): the worker has its own connection, but closes the inherited one when it exits: the parent's next query fails after the first worker has ended."""

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
        if wrapper.connection is not None:
            # Not now: the parent is using it.
            atexit.register(wrapper.connection.close)
            wrapper.connection = None
