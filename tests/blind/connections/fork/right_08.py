"""RIGHT: load() reads over a connection of its own that it closes; what the parent opens otherwise is closed before each fork."""

from contextlib import closing

from django.db import connection, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    query = Contest.objects.values_list("pk", "title").query
    with closing(connection.copy()) as own, own.cursor() as cursor:
        cursor.execute(*query.sql_with_params())
        TITLES.update(cursor.fetchall())


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    connections.close_all()


def post_fork(server, worker):
    pass
