"""The parent keeps its connection; the worker closes its copy of the socket, says nothing to PostgreSQL, and forgets the rest."""

import os

from django.db import connections

from arena.contests.models import Contest

TITLES = {}
INHERITED = []  # Nothing uses them again, and nothing finalizes them while the worker runs.


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    for wrapper in connections.all(initialized_only=True):
        inherited = wrapper.connection
        if inherited is not None and not inherited.closed:
            # close() would say goodbye for the parent; this closes the worker's file descriptor only.
            os.close(inherited.fileno())
            INHERITED.append(inherited)
        INHERITED.append(wrapper)
        del connections[wrapper.alias]
