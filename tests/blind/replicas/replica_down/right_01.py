"""One lock guards every attempt to connect; a ping comes before the view, a second run after."""

import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse

PAUSE = 5

lock = threading.Lock()
not_before = float("-inf")
this_thread = threading.local()


def is_resting():
    return time.monotonic() < not_before


def replica_is_there():
    """Say whether this thread has a connection, or gets one. Nothing else opens one."""
    global not_before
    conn = connections["replica"]
    if is_resting():
        return False
    conn.close_if_health_check_failed()
    if conn.connection is not None:
        return True
    with lock:
        if is_resting():
            return False
        try:
            conn.ensure_connection()
        except OperationalError:
            not_before = time.monotonic() + PAUSE
            conn.close()
            return False
    return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        if getattr(this_thread, "primary_only", False):
            return "default"
        return "replica" if replica_is_there() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def close_dead_connection():
    """Ask the open connection, if there is one, whether it lives."""
    conn = connections["replica"]
    if conn.connection is not None and not conn.in_atomic_block and not conn.is_usable():
        conn.close()


def lost_the_replica():
    """Say whether the connection broke; a cancelled query leaves it open."""
    conn = connections["replica"]
    if conn.connection is None or not conn.connection.closed:
        return False
    conn.close()
    return True


def middleware(get_response):
    def respond(request):
        close_dead_connection()
        request.replica_was_lost = False
        try:
            response = get_response(request)
        except Error:
            if not (can_run_again(request) and lost_the_replica()):
                raise
        else:
            if not request.replica_was_lost:
                return response
        this_thread.primary_only = True
        try:
            return get_response(request)
        finally:
            this_thread.primary_only = False

    def can_run_again(request):
        already = getattr(this_thread, "primary_only", False)
        return request.method in ("GET", "HEAD") and not already

    def process_exception(request, exception):
        # In a real chain Django turns the view's error into a response before respond() sees it.
        if isinstance(exception, Error) and can_run_again(request) and lost_the_replica():
            request.replica_was_lost = True
            return HttpResponse(status=500)
        return None

    respond.process_exception = process_exception
    return respond
