"""RIGHT: the worker begins with an empty set of wrappers, as a new thread does; the old one is kept, unused."""

from asgiref.local import Local
from django.db import connections

from arena.contests.models import Contest

PARENTS = []

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    # Neither used nor closed here.
    PARENTS.append(connections._connections)
    PARENTS.extend(connections.all(initialized_only=True))
    connections._connections = Local(connections.thread_critical)
