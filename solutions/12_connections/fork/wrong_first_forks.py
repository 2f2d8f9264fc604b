"""Closes before the first two forks: a worker that replaces a dead one inherits a connection.

Breaks: own
Fails: later
"""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    if worker.age <= 2:
        connections.close_all()


def post_fork(server, worker):
    pass
