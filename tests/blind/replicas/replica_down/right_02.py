"""No ping: outages are counted, and a connection older than the last one is not used again."""

import threading
import time
from contextvars import ContextVar

from django.db import Error, OperationalError, connections
from django.http import HttpResponse


class Replica:
    """What the threads of this process know of the replica."""

    pause = 5

    def __init__(self):
        self.lock = threading.Lock()
        self.retry_at = None
        self.outages = 0
        self.mine = threading.local()

    def is_usable(self):
        conn = connections["replica"]
        with self.lock:
            if self.retry_at is not None and time.monotonic() < self.retry_at:
                return False
            conn.close_if_health_check_failed()
            old = getattr(self.mine, "outages", 0) != self.outages
            if old and not conn.in_atomic_block:
                conn.close()
            if conn.connection is None:
                try:
                    conn.ensure_connection()
                except OperationalError:
                    conn.close()
                    self.outages += 1
                    self.retry_at = time.monotonic() + self.pause
                    return False
                self.mine.outages = self.outages
            self.retry_at = None
            return True

    def was_lost(self):
        """Say whether this thread's connection is broken, and if so, remember the outage."""
        conn = connections["replica"]
        if conn.connection is None or not conn.connection.closed:
            return False
        conn.close()
        with self.lock:
            if getattr(self.mine, "outages", 0) == self.outages:
                self.outages += 1
        return True


replica = Replica()
only_primary = ContextVar("only_primary", default=False)


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or only_primary.get():
            return "default"
        return "replica" if replica.is_usable() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


LOST = "_replica_was_lost"


def middleware(get_response):
    def attempt(request):
        """Return the response, or None if the replica went away under a page that only reads."""
        setattr(request, LOST, False)
        try:
            response = get_response(request)
        except Error:
            if replica.was_lost() and repeatable(request):
                return None
            raise
        if getattr(request, LOST):
            return None
        # Another middleware may have failed: Django has made a response of that already.
        failed = getattr(response, "status_code", 200) >= 500
        return None if failed and replica.was_lost() and repeatable(request) else response

    def repeatable(request):
        return request.method in {"GET", "HEAD"} and not only_primary.get()

    def respond(request):
        # The second time is for a replica that is already up again.
        for _ in range(2):
            response = attempt(request)
            if response is not None:
                return response
        token = only_primary.set(True)
        try:
            return attempt(request)
        finally:
            only_primary.reset(token)

    def process_exception(request, exception):
        if isinstance(exception, Error) and replica.was_lost() and repeatable(request):
            setattr(request, LOST, True)
            return HttpResponse(status=500)
        return None

    respond.process_exception = process_exception
    return respond
