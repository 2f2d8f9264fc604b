"""The worker gets new wrappers, and keeps the parent's ones where nobody uses or closes them."""

from django.db import connections

from arena.contests.models import Contest

TITLES = {}
PARENTS = []  # must neither be used nor closed here, and not be collected either


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass


def post_fork(server, worker):
    for inherited in connections.all(initialized_only=True):
        PARENTS.append(inherited)
        connections[inherited.alias] = connections.create_connection(inherited.alias)
