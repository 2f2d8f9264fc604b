"""The worker puts /dev/null where the parent's socket was, and can then close its copy safely."""

import os

from django.db import connections

from arena.contests.models import Contest

TITLES = {}


def load():
    TITLES.update(Contest.objects.values_list("pk", "title"))


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    pass  # the parent goes on with the connection that it has


def post_fork(server, worker):
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        for wrapper in connections.all(initialized_only=True):
            inherited = wrapper.connection
            if inherited is not None and not inherited.closed:
                # This process's number for the socket now means /dev/null; the parent's does not
                # change. The "goodbye" of close() goes there.
                os.dup2(nowhere, inherited.fileno(), inheritable=False)
                inherited.close()
            del connections[wrapper.alias]
    finally:
        os.close(nowhere)
