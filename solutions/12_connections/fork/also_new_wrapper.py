"""The worker drops Django's own object, and the next query makes a new one."""

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
    for connection in connections.all(initialized_only=True):
        del connections[connection.alias]
