"""bounded: the clock is cut into slices of five seconds, with one attempt in each. The last moment
of one and the first of the next are next to each other: two attempts in no time.
"""

import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse

lock = threading.Lock()
failed_in = None
local = threading.local()


def current():
    """Return the number of the slice of five seconds that it is."""
    return int(time.monotonic() // 5)


def usable():
    global failed_in
    conn = connections["replica"]
    if failed_in == current():
        return False
    if conn.connection is not None:
        return True
    with lock:
        piece = current()
        if failed_in == piece:
            return False
        try:
            conn.ensure_connection()
        except OperationalError:
            failed_in = piece
            conn.close()
            return False
    return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or getattr(local, "primary", False):
            return "default"
        return "replica" if usable() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def lost(request, error):
    conn = connections["replica"]
    return (
        isinstance(error, Error)
        and request.method in ("GET", "HEAD")
        and not getattr(local, "primary", False)
        and conn.connection is not None
        and conn.connection.closed
    )


def middleware(get_response):
    def respond(request):
        conn = connections["replica"]
        if conn.connection is not None and not conn.in_atomic_block and not conn.is_usable():
            conn.close()
        request.repeat = False
        try:
            response = get_response(request)
        except Error as error:
            if not lost(request, error):
                raise
            request.repeat = True
        if not request.repeat:
            return response
        conn.close()
        local.primary = True
        try:
            return get_response(request)
        finally:
            local.primary = False

    def process_exception(request, exception):
        if lost(request, exception):
            request.repeat = True
            return HttpResponse(status=500)
        return None

    respond.process_exception = process_exception
    return respond
