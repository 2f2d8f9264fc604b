"""back: a lost connection starts a pause for all. Threads whose connections the restart broke find
that out one after the other, each when the pause of the one before is over: two make over 30 s.
"""

import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse

PAUSE = 20

lock = threading.Lock()
retry_at = float("-inf")
local = threading.local()


def pause():
    global retry_at
    retry_at = time.monotonic() + PAUSE


def usable():
    conn = connections["replica"]
    if time.monotonic() < retry_at:
        return False
    if conn.connection is not None:
        return True
    with lock:
        if time.monotonic() < retry_at:
            return False
        try:
            conn.ensure_connection()
        except OperationalError:
            pause()
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
    """Say whether the replica went away under a page that only reads, and leave it alone."""
    conn = connections["replica"]
    if conn.connection is None or not conn.connection.closed or not isinstance(error, Error):
        return False
    with lock:
        pause()
    conn.close()
    return request.method in ("GET", "HEAD")


def middleware(get_response):
    def respond(request):
        request.repeat = False
        try:
            response = get_response(request)
        except Error as error:
            if getattr(local, "primary", False) or not lost(request, error):
                raise
            request.repeat = True
        if not request.repeat:
            return response
        local.primary = True
        try:
            return get_response(request)
        finally:
            local.primary = False

    def process_exception(request, exception):
        if getattr(local, "primary", False) or not lost(request, exception):
            return None
        request.repeat = True
        return HttpResponse(status=500)

    respond.process_exception = process_exception
    return respond
