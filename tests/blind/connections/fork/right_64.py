"""load() reads over a connection of its own, closed at once; whatever else the parent opened is closed before a fork."""

from contextlib import closing

from django.db import DEFAULT_DB_ALIAS, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    sql, params = Contest.objects.values_list("pk", "title").query.sql_with_params()
    with closing(connections.create_connection(DEFAULT_DB_ALIAS)) as own:
        with own.cursor() as cursor:
            cursor.execute(sql, params)
            TITLES.update(cursor.fetchall())


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    for alias in connections:
        connections[alias].close()


def post_fork(server, worker):
    """Nothing to do: no connection is open here."""
