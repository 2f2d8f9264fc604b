"""RIGHT: the worker takes the open connection out of each wrapper; Django opens a new one at the next query."""

from django.db import connections

from arena.contests.models import Contest

LEFT_ALONE = []

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    for wrapper in connections.all(initialized_only=True):
        # psycopg ends no connection of another process when it forgets one; keep it all the same.
        LEFT_ALONE.append(wrapper.connection)
        wrapper.connection = None
