"""Closes only what is too old or broken. A connection of a moment ago is neither.

Breaks: own
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
