"""Threads wait for the one that tries, but not for long; a condition tells them when it is done."""

import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse


class Gate:
    pause = 5
    patience = 3

    def __init__(self):
        self.changed = threading.Condition()
        self.trying = False
        self.retry_at = float("-inf")

    def is_shut(self):
        return time.monotonic() < self.retry_at

    def pass_through(self, conn):
        """Connect if nobody else is at it and the last failure is long ago."""
        with self.changed:
            free = self.changed.wait_for(lambda: not self.trying, timeout=self.patience)
            if not free or self.is_shut():
                return False
            self.trying = True
        worked = False
        try:
            conn.ensure_connection()
            worked = True
        except OperationalError:
            conn.close()
        finally:
            with self.changed:
                self.trying = False
                if not worked:
                    self.retry_at = time.monotonic() + self.pause
                self.changed.notify_all()
        return worked


gate = Gate()
detour = threading.local()


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or getattr(detour, "taken", False):
            return "default"
        if gate.is_shut():
            return "default"
        conn = connections["replica"]
        conn.close_if_health_check_failed()
        if conn.connection is not None or gate.pass_through(conn):
            return "replica"
        return "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def drop(conn):
    if conn.connection is not None and not conn.in_atomic_block:
        conn.close()


def middleware(get_response):
    def may_repeat(request, exception):
        conn = connections["replica"]
        return (
            request.method in {"GET", "HEAD"}
            and not getattr(detour, "taken", False)
            and isinstance(exception, Error)
            and conn.connection is not None
            and conn.connection.closed
        )

    def process_exception(request, exception):
        if may_repeat(request, exception):
            request.replica_error = exception
            return HttpResponse(status=500)
        return None

    def respond(request):
        conn = connections["replica"]
        if conn.connection is not None and not conn.is_usable():
            drop(conn)
        request.replica_error = None
        try:
            response = get_response(request)
        except Error as exception:
            if not may_repeat(request, exception):
                raise
            request.replica_error = exception
        if request.replica_error is None:
            return response
        drop(conn)
        detour.taken = True
        try:
            return get_response(request)
        finally:
            detour.taken = False

    respond.process_exception = process_exception
    return respond
