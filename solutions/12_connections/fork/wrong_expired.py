"""Lets the connection expire in the worker: its first request closes it, and with it the parent's.

Breaks: alive
Fails: parent
"""

from django.db import connection

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    connection.close_at = 0
