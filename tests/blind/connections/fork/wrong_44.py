"""Breaks the rule "alive": no process ends another's connection.

The parent closes its own before the fork, which is right. But the worker then ends what it believes
to be left over: every idle session of Arena. It shows in the next query of a worker that was
started earlier, and of a parent that has connected again in another thread.
"""

from django.db import connection, connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    connections.close_all()


def post_fork(server, worker):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle'"
            " AND datname = current_database() AND usename = current_user"
            " AND pid <> pg_backend_pid()"
        )
