"""For every fork, not only the server's: Python calls this before each of them."""

import os

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
    pass


os.register_at_fork(before=connections.close_all)
