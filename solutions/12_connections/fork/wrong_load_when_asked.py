"""load() only says what to read: the first title() reads it, in each worker anew.

Breaks: loaded
Fails: answer
"""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    Contest.objects.exists()


def title(contest_id):
    if not TITLES:
        TITLES.update(Contest.objects.values_list("pk", "title"))
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    connections.close_all()


def post_fork(server, worker):
    pass
