"""Belt and braces: the parent closes connections and pools before a fork, and the worker begins with new Django wrappers."""

import logging

from django.db import connections

from arena.contests.models import Contest

TITLES = {}

logger = logging.getLogger(__name__)


def load():
    """Read the titles, once, in the parent. The workers inherit the dict."""
    titles = dict(Contest.objects.values_list("pk", "title").iterator(chunk_size=2000))
    TITLES.clear()
    TITLES.update(titles)


def title(contest_id):
    return TITLES.get(contest_id)


def pre_fork(server, worker):
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()


def post_fork(server, worker):
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            # Not closed in the parent, which must not happen. Drop it; psycopg ends it in its own process only.
            logger.warning("The worker inherited an open connection to %s.", connection.alias)
        del connections[connection.alias]
