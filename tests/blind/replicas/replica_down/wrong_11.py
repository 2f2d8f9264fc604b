"""A thread of its own watches the replica, and the task says to start none."""

import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse

INTERVAL = 6

down = threading.Event()
connecting = threading.Lock()
state = threading.local()


def watch():
    """Try every few seconds, until the replica answers."""
    while True:
        time.sleep(INTERVAL)
        conn = connections["replica"]
        try:
            conn.ensure_connection()
        except Exception:
            continue
        else:
            down.clear()
            return
        finally:
            conn.close()


def connected():
    conn = connections["replica"]
    if down.is_set():
        return False
    conn.close_if_health_check_failed()
    if conn.connection is not None:
        return True
    with connecting:
        if down.is_set():
            return False
        try:
            conn.ensure_connection()
        except OperationalError:
            conn.close()
            down.set()
            threading.Thread(target=watch, name="replica-watch", daemon=True).start()
            return False
    return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or getattr(state, "fallback", False):
            return "default"
        return "replica" if connected() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def respond(request):
        conn = connections["replica"]
        if conn.connection is not None and not conn.in_atomic_block and not conn.is_usable():
            conn.close()
        request._lost_replica = False
        try:
            response = get_response(request)
        except Exception as error:
            if process_exception(request, error) is None:
                raise
        if not request._lost_replica:
            return response
        state.fallback = True
        try:
            return get_response(request)
        finally:
            state.fallback = False

    def process_exception(request, exception):
        conn = connections["replica"]
        if (
            request.method not in ("GET", "HEAD")
            or getattr(state, "fallback", False)
            or not isinstance(exception, Error)
            or conn.connection is None
            or not conn.connection.closed
        ):
            return None
        conn.close()
        request._lost_replica = True
        return HttpResponse(status=500)

    respond.process_exception = process_exception
    return respond
