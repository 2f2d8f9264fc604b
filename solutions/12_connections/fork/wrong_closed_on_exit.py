"""The worker does not use the parent's connection, and closes it when it exits.

Breaks: alive
Fails: parent
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
    inherited, connections["default"].connection = connections["default"].connection, None
    if inherited is not None:
        atexit.register(inherited.close)
