"""Breaks the rule "alive": no process ends another's connection.

The worker leaves the parent's connection alone until it exits, and then closes it, so that nothing
leaks. It shows when a worker ends by sys.exit(), as gunicorn's do: the parent's next query fails.
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
        if wrapper.connection is not None:
            atexit.register(wrapper.connection.close)
        del connections[wrapper.alias]
