"""A transaction reads from the replica as long as that is up.

Breaks: router
Fails: router
"""

import threading
import time

from django.db import OperationalError, connections

PAUSE = 10  # seconds between two attempts to connect
next_attempt = {"at": 0.0}
one_at_a_time = threading.Lock()


class Router:
    def db_for_read(self, model, **hints):
        return "replica" if replica_is_up() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def replica_is_up():
    """Connect if this thread has no connection, but not while the replica is known to be down."""
    if time.monotonic() < next_attempt["at"]:
        return False
    if connections["replica"].connection is not None:
        return True
    with one_at_a_time:  # who has waited for another thread's attempt knows how it ended
        return time.monotonic() >= next_attempt["at"] and connects()


def connects():
    try:
        connections["replica"].ensure_connection()
    except OperationalError:
        is_down()
        return False
    return True


def is_down():
    connections["replica"].close()
    next_attempt["at"] = time.monotonic() + PAUSE


class middleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        """Run the view of a GET again, if it was the connection to the replica that failed."""
        connection = connections["replica"].connection
        is_lost = (
            isinstance(error, OperationalError) and connection is not None and connection.closed
        )
        if request.method != "GET" or not is_lost:
            return None
        connections["replica"].close()
        match = request.resolver_match
        response = match.func(request, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response
