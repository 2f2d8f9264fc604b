"""RIGHT: the parent keeps its connection; the worker deletes the wrappers without closing, and only its copies of the sockets."""

import os

from django.db import connections

from arena.contests.models import Contest

# They are never used again, and never cleaned up: that would say goodbye in the parent's name.
INHERITED = []

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    for wrapper in connections.all(initialized_only=True):
        del connections[wrapper.alias]
        if wrapper.connection is not None:
            INHERITED.append(wrapper)
            # PostgreSQL sees nothing of this: the parent's copy stays open.
            os.close(wrapper.connection.fileno())
