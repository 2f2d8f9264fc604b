"""A query whose connection breaks is sent again, to the primary; the view does not notice."""

import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse

_lock = threading.Lock()
_closed_until = 0.0
_local = threading.local()


def _open(conn):
    """Connect, unless somebody has tried in vain in the last five seconds."""
    global _closed_until
    with _lock:
        if time.monotonic() < _closed_until:
            return False
        try:
            conn.ensure_connection()
        except OperationalError:
            _closed_until = time.monotonic() + 5
            conn.close()
            return False
        return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or getattr(_local, "avoid", False):
            return "default"
        if time.monotonic() < _closed_until:
            return "default"
        conn = connections["replica"]
        conn.close_if_health_check_failed()
        if conn.connection is None and not _open(conn):
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def broken(conn):
    return conn.connection is not None and not conn.in_atomic_block and conn.connection.closed


def or_elsewhere(execute, sql, params, many, context):
    """Execute a query on the replica, or if it is gone, with a cursor of the primary."""
    try:
        return execute(sql, params, many, context)
    except Error:
        if not broken(context["connection"]):
            raise
    context["connection"].close()
    context["cursor"].cursor = connections["default"].cursor().cursor
    return execute(sql, params, many, context)


def middleware(get_response):
    def respond(request):
        conn = connections["replica"]
        if conn.connection is not None and not conn.in_atomic_block and not conn.is_usable():
            conn.close()
        request.must_repeat = False
        with conn.execute_wrapper(or_elsewhere):
            try:
                response = get_response(request)
            except Error:
                if not repeat(request):
                    raise
            if not request.must_repeat:
                return response
        _local.avoid = True
        try:
            return get_response(request)
        finally:
            _local.avoid = False

    def repeat(request):
        """A connection may also break while rows are fetched: then the page is made again."""
        conn = connections["replica"]
        if request.method not in ("GET", "HEAD") or getattr(_local, "avoid", False):
            return False
        if not broken(conn):
            return False
        conn.close()
        request.must_repeat = True
        return True

    def process_exception(request, exception):
        if isinstance(exception, Error) and repeat(request):
            return HttpResponse(status=500)
        return None

    respond.process_exception = process_exception
    return respond
