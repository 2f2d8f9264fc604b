"""Breaks alive: the first worker that starts ends the parent's session.

post_fork() closes the inherited connection, and close() says goodbye to PostgreSQL over the shared socket: the parent's
next query fails, and that of each worker that would still use it.
"""

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
    connections.close_all()
