"""WRONG (rule: own): only the first fork finds all closed: a worker that replaces a dead one is forked with what the parent has opened since."""

from django.db import connections

from arena.contests.models import Contest

STATE = {"loaded": False}
TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    STATE["loaded"] = True


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    # What load() has left open is closed once.
    if STATE["loaded"]:
        connections.close_all()
        STATE["loaded"] = False


def post_fork(server, worker):
    pass
