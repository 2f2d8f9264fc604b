"""RIGHT: pre_fork() notes what is open in the parent, which keeps it; post_fork() replaces just those wrappers by new ones."""

from django.db import connections

from arena.contests.models import Contest

OPEN = {}

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    OPEN.clear()
    for wrapper in connections.all(initialized_only=True):
        if wrapper.connection is not None:
            OPEN[wrapper.alias] = wrapper


def post_fork(server, worker):
    # OPEN goes on holding the parent's wrappers: nothing closes them here.
    for alias in OPEN:
        connections[alias] = connections.create_connection(alias)
