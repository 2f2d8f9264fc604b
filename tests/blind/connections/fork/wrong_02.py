"""WRONG (rule: own): load() closes, but nothing else does: a worker that is started after the parent has sent another query shares its connection."""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    try:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    finally:
        # Nothing is open when the workers are forked.
        connections.close_all()


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    pass
