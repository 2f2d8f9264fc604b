"""Rule down: the first GET whose open connection is lost is an error.

Only an attempt to connect that fails is noticed; an open connection is taken to be alive. It shows for the first page after the restart.
"""

import threading
import time

from django.db import InterfaceError, OperationalError, connections

REST = 6  # seconds between two attempts to connect while the replica is down


class Replica:
    def __init__(self):
        self.lock = threading.Lock()
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
        with self.lock:  # the next thread waits, and then knows how it went
            if self.rests():
                return False
            try:
                connection.ensure_connection()
            except (OperationalError, InterfaceError):
                self.rests_until = time.monotonic() + REST
                return False
            self.rests_until = None
            return True


replica = Replica()


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or not replica.is_there():
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        return get_response(request)

    return respond
