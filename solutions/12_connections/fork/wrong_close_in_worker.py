"""The worker closes what it has inherited, and PostgreSQL is told that the connection is over.

PostgreSQL cannot know which process said so, and ends the connection that the parent still uses.

Breaks: alive
Fails: parent
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
