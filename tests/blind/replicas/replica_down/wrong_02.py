"""errors: class 57 of the SQLSTATEs is not only a server that stops: 57014 is a cancelled query.
After one the view of a GET runs a second time, on the primary, and the error is lost."""

import enum
import threading
import time

from django.db import OperationalError, connections
from django.http import HttpResponse


class State(enum.Enum):
    UP = "up"
    DOWN = "down"


class Health:
    def __init__(self):
        self.state = State.UP
        self.next_knock = 0.0
        self.lock = threading.Lock()

    def fell(self):
        self.state = State.DOWN
        self.next_knock = time.monotonic() + 5

    def resting(self):
        return self.state is State.DOWN and time.monotonic() < self.next_knock

    def knock(self, conn):
        """Try with a second connection, which gives up after two seconds."""
        trial = conn.copy()
        trial.settings_dict["OPTIONS"]["connect_timeout"] = 2
        try:
            trial.ensure_connection()
        except OperationalError:
            self.fell()
            return False
        finally:
            trial.close()
        self.state = State.UP
        return True

    def has(self, conn):
        """Say whether the thread can read from the replica, and connect it if need be."""
        if self.resting():
            return False
        conn.close_if_health_check_failed()
        if conn.connection is not None and self.state is State.UP:
            return True
        with self.lock:
            if self.resting():
                return False
            if self.state is State.DOWN and not self.knock(conn):
                return False
            try:
                conn.ensure_connection()
            except OperationalError:
                self.fell()
                conn.close()
                return False
            return True


health = Health()
thread = threading.local()


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        if getattr(thread, "without", False):
            return "default"
        return "replica" if health.has(connections["replica"]) else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def lost(request, error):
    state = getattr(error.__cause__, "sqlstate", None)
    return (
        isinstance(error, OperationalError)
        and request.method in ("GET", "HEAD")
        and not getattr(thread, "without", False)
        and connections["replica"].connection is not None
        and (state is None or state.startswith(("08", "57")))
    )


def middleware(get_response):
    def without_replica(request):
        connections["replica"].close()
        thread.without = True
        try:
            return get_response(request)
        finally:
            thread.without = False

    def respond(request):
        conn = connections["replica"]
        if conn.connection is not None and not conn.in_atomic_block and not conn.is_usable():
            conn.close()
        request.again = False
        try:
            response = get_response(request)
        except OperationalError as error:
            if lost(request, error):
                return without_replica(request)
            raise
        return without_replica(request) if request.again else response

    def process_exception(request, exception):
        request.again = lost(request, exception)
        return HttpResponse(status=500) if request.again else None

    respond.process_exception = process_exception
    return respond
