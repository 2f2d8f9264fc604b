"""Only what is too old or broken is closed so, and a connection of a moment ago is neither.

Fails: sockets
"""

from django.db import close_old_connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    close_old_connections()


def post_fork(server, worker):
    close_old_connections()
