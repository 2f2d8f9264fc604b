"""A circuit breaker in the connection itself: it refuses to connect without asking the network."""

import functools
import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse


class Breaker:
    """Opens for five seconds when an attempt to connect fails."""

    def __init__(self, seconds=5):
        self.seconds = seconds
        self.lock = threading.Lock()
        self.open_until = float("-inf")
        self.bypass = threading.local()

    @property
    def is_open(self):
        return time.monotonic() < self.open_until

    def trip(self):
        self.open_until = time.monotonic() + self.seconds

    def connect(self, get_new_connection, params):
        with self.lock:
            if self.is_open:
                raise OperationalError("The replica could not be reached a moment ago.")
            try:
                return get_new_connection(params)
            except Exception:
                self.trip()
                raise

    def connection(self):
        """Return this thread's connection, which can only connect through the breaker."""
        conn = connections["replica"]
        if "get_new_connection" not in vars(conn):
            conn.get_new_connection = functools.partial(self.connect, conn.get_new_connection)
        return conn


breaker = Breaker()


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or breaker.is_open:
            return "default"
        if getattr(breaker.bypass, "on", False):
            return "default"
        conn = breaker.connection()
        conn.close_if_health_check_failed()
        try:
            conn.ensure_connection()
        except OperationalError:
            if not breaker.is_open:
                breaker.trip()
            conn.close()
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
        conn = breaker.connection()
        if conn.connection is not None and not conn.in_atomic_block and not conn.is_usable():
            conn.close()
        request.interrupted = False
        try:
            response = get_response(request)
        except Error:
            if not interrupted(request):
                raise
        else:
            if not request.interrupted:
                return response
        conn.close()
        breaker.bypass.on = True
        try:
            return get_response(request)
        finally:
            breaker.bypass.on = False

    def interrupted(request):
        raw = connections["replica"].connection
        return (
            request.method in ("GET", "HEAD")
            and not getattr(breaker.bypass, "on", False)
            and raw is not None
            and raw.broken
        )

    def process_exception(request, exception):
        if isinstance(exception, Error) and interrupted(request):
            request.interrupted = True
            return HttpResponse(status=500)
        return None

    respond.process_exception = process_exception
    return respond
