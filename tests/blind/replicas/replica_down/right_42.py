"""A class as middleware, a ContextVar for each request; after a loss a GET first asks for a new connection, and only then for the primary."""

from contextvars import ContextVar
from threading import Condition
from time import monotonic

from django.db import Error, connections
from django.http import HttpResponse

REPEATABLE = ("GET", "HEAD", "OPTIONS")


class Breaker:
    """One for the process: knows since when nobody can connect, and lets one thread find out."""

    seconds = 6

    def __init__(self):
        self.changed = Condition()
        self.failed_at = None
        self.is_trying = False

    def _may_try(self):
        with self.changed:
            if self.failed_at is None:
                # It was up: wait for the result of the thread that connects just now.
                self.changed.wait_for(lambda: not self.is_trying, timeout=2)
            if self.is_trying:
                return False
            if self.failed_at is not None and monotonic() - self.failed_at < self.seconds:
                return False
            self.is_trying = True
            return True

    def connect(self, replica):
        if not self._may_try():
            return False
        failed_at = monotonic()
        try:
            replica.ensure_connection()
            failed_at = None
        except Error:
            replica.close()
            failed_at = monotonic()
        finally:
            with self.changed:
                self.is_trying, self.failed_at = False, failed_at
                self.changed.notify_all()
        return failed_at is None


class Reads:
    """What one request does with the replica."""

    def __init__(self):
        self.only_primary = False
        self.used = None

    def alias(self):
        if self.only_primary:
            return "default"
        replica = connections["replica"]
        if replica.in_atomic_block:
            return "replica"
        if replica.connection is not None and replica.connection.broken:
            replica.close()
        if replica.connection is None and not breaker.connect(replica):
            return "default"
        self.used = replica.connection
        return "replica"

    def has_lost(self):
        return self.used is not None and self.used.broken

    def forget(self):
        self.used = None
        connections["replica"].close()


breaker = Breaker()
current = ContextVar("current", default=None)


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        return (current.get() or Reads()).alias()

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


class WithoutReplica:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reads = Reads()
        token = current.set(reads)
        try:
            if request.method not in REPEATABLE:
                return self.get_response(request)
            for last in (False, True):
                try:
                    response = self.get_response(request)
                except Exception:
                    if not reads.has_lost():
                        raise
                else:
                    if not reads.has_lost():
                        return response
                reads.forget()
                # Perhaps it was only this connection. If that is lost as well: no more of it.
                reads.only_primary = last
            return self.get_response(request)
        finally:
            if reads.has_lost():
                reads.forget()
            current.reset(token)

    def process_exception(self, request, exception):
        reads = current.get()
        if request.method in REPEATABLE and reads is not None and reads.has_lost():
            return HttpResponse(status=503)  # instead of a report; it is not sent
        return None


def middleware(get_response):
    return WithoutReplica(get_response)
