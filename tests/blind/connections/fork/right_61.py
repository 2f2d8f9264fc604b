"""The parent closes all its connections before each fork, so a worker inherits none; both connect anew when they ask."""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    connections.close_all()


def post_fork(server, worker):
    pass
