"""Breaks alive: a worker that ends also ends the parent's session.

The worker puts the inherited connection aside and opens its own, which works as long as it runs; at its normal exit it
closes what it put aside, over the parent's socket, and the parent's next query fails.
"""

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
        atexit.register(wrapper.close)  # Leave no connection open behind the worker.
        del connections[wrapper.alias]
