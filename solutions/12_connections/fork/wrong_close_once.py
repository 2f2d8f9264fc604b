"""Closed after load(). The parent opens another one later, and the next worker inherits that.

Breaks: own
Fails: later
"""

from django.db import connection

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))
    connection.close()


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    pass
