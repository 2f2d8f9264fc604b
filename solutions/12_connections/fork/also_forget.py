"""The worker forgets the parent's connection, and does not close it.

psycopg tells PostgreSQL that a connection is over only in the process that has opened it. Any other
process drops the object in silence.
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
    for connection in connections.all(initialized_only=True):
        connection.connection = None
