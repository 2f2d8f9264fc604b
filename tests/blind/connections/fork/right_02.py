"""RIGHT: before each fork the parent closes each open connection, and the pool of one that has a pool."""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def close(wrapper):
    wrapper.close()
    # close() gives a pooled connection back, and the pool keeps it.
    if wrapper.settings_dict["OPTIONS"].get("pool"):
        wrapper.close_pool()


def pre_fork(server, worker):
    for wrapper in connections.all(initialized_only=True):
        close(wrapper)


def post_fork(server, worker):
    pass
