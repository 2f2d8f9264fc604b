"""Every worker loads the titles for itself, and all of them do the same work.

Breaks: loaded
Fails: answer
"""

from django.db import connection

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    TITLES.clear()
    connection.close()


def post_fork(server, worker):
    load()
