"""Breaks alive: shutdown() ends the socket for all processes that have it.

The worker avoids close(), which would end the session, but shuts the socket down before it closes its copy; that acts on
the one connection behind all copies, and the parent's next query fails.
"""

import os
import socket

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
    for wrapper in connections.all(initialized_only=True):
        if wrapper.connection is not None:
            copy = socket.socket(fileno=os.dup(wrapper.connection.fileno()))
            copy.shutdown(socket.SHUT_RDWR)
            copy.close()
            os.close(wrapper.connection.fileno())
        del connections[wrapper.alias]
