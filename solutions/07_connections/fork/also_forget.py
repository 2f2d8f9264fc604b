"""The worker forgets the parent's connection, and does not close it.

psycopg says good-bye for a connection only in the process that has opened it, so letting go of the
object tells PostgreSQL nothing.
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
