"""WRONG (rule: own): before each fork, the parent closes its connection and then reads the titles anew, so that one is open again."""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    connections.close_all()
    load()  # a worker that starts today should not have yesterday's titles


def post_fork(server, worker):
    pass
