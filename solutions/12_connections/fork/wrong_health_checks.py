"""A health check asks whether the connection is alive. It is: it is the parent's.

Breaks: own
Fails: sockets
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
        connection.health_check_enabled = True
        connection.close_if_unusable_or_obsolete()
