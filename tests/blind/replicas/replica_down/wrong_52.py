"""Rule bounded: several threads try to connect at the same moment.

Nothing keeps a second thread from connecting before the first one has failed. It shows when ten threads read while the replica is down.
"""

import time
from contextvars import ContextVar

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpResponse

REST = 6  # seconds between two attempts to connect while the replica is down


class Replica:
    def __init__(self):
        self.rests_until = None

    def rests(self):
        return self.rests_until is not None and time.monotonic() < self.rests_until

    def is_there(self):
        """Whether this thread has a connection, or gets one now."""
        connection = connections["replica"]
        if connection.in_atomic_block:
            return True
        connection.close_if_health_check_failed()  # else the first query would do it, and connect again
        if connection.connection is not None and connection.errors_occurred and not connection.is_usable():
            connection.close()
        if connection.connection is not None:
            return True
        if self.rests():
            return False
        try:
            connection.ensure_connection()
        except (OperationalError, InterfaceError):
            self.rests_until = time.monotonic() + REST
            return False
        self.rests_until = None
        return True


class Visit:
    """What is known of one request."""

    used_replica = False
    primary_only = False
    again = False


replica = Replica()
current = ContextVar("current", default=None)


class Router:
    def db_for_read(self, model, **hints):
        visit = current.get()
        if connections["default"].in_atomic_block or (visit and visit.primary_only):
            return "default"
        if not replica.is_there():
            return "default"
        if visit:
            visit.used_replica = True
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def has_lost_replica(visit, error):
    """Whether the connection is gone. A cancelled query, for example, leaves it as it was."""
    if not visit.used_replica or not isinstance(error, (OperationalError, InterfaceError)):
        return False
    if getattr(error.__cause__, "sqlstate", None) == "57014":  # cancelled, here or on the primary
        return False
    connection = connections["replica"]
    if connection.connection is not None:
        if connection.is_usable():
            return False
        connection.close()
    return True


def may_run_again(request, visit, error):
    return request.method in ("GET", "HEAD") and not visit.primary_only and has_lost_replica(visit, error)


def middleware(get_response):
    def respond(request):
        visit = Visit()
        token = current.set(visit)
        try:
            try:
                response = get_response(request)
            except (OperationalError, InterfaceError) as error:
                if not may_run_again(request, visit, error):
                    raise
                visit.again = True
            if visit.again:
                visit.primary_only = True
                response = get_response(request)
            return response
        finally:
            current.reset(token)

    def process_exception(request, exception):
        visit = current.get()
        if visit and may_run_again(request, visit, exception):
            visit.again = True
            return HttpResponse(status=503)  # nobody sees this one
        return None

    respond.process_exception = process_exception
    return respond
