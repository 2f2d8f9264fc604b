"""WRONG (rule: alive): the worker closes what it inherited: the goodbye goes over the shared socket and ends the parent's connection."""

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
    # From here on, the worker opens connections of its own.
    connections.close_all()
