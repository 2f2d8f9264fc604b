"""Breaks the rule "own": started at any time.

The worker forgets only the connection that load() has used. It shows when the parent has connected
anew since (closed by Django after a request or an error, then another query): that one is shared.
"""

from django.db import connection

from arena.contests.models import Contest

TITLES = {}
LOADED_BY = []


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    LOADED_BY.append(connection.connection)


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    if any(connection.connection is loaded_by for loaded_by in LOADED_BY):
        connection.connection = None
