"""A middleware that is a class. A lost connection shows on its socket, without a question."""

import select
import threading
import time

from django.db import Error, OperationalError, connections
from django.http import HttpResponse

lock = threading.Lock()
known = {"retry_at": float("-inf")}
where = threading.local()


def absent():
    return time.monotonic() < known["retry_at"]


def present():
    if absent():
        return False
    conn = connections["replica"]
    conn.close_if_health_check_failed()
    if conn.connection is None:
        with lock:
            if absent():
                return False
            try:
                conn.ensure_connection()
            except OperationalError:
                known["retry_at"] = time.monotonic() + 5
                conn.close()
                return False
    return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        if getattr(where, "primary", False) or not present():
            return "default"
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def has_news(raw):
    """Say whether something came from the server though nobody asked, such as its farewell."""
    if raw.closed:
        return True
    poll = select.poll()
    poll.register(raw.fileno(), select.POLLIN)
    return bool(poll.poll(0))


class middleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        conn = connections["replica"]
        if conn.connection is not None and not conn.in_atomic_block:
            if has_news(conn.connection) and not conn.is_usable():
                conn.close()
        request.once_more = False
        try:
            response = self.get_response(request)
        except Error:
            if not self.went_away(request):
                raise
            request.once_more = True
        if not request.once_more:
            return response
        conn.close()
        where.primary = True
        try:
            return self.get_response(request)
        finally:
            where.primary = False

    def went_away(self, request):
        conn = connections["replica"]
        if request.method not in ("GET", "HEAD") or getattr(where, "primary", False):
            return False
        return conn.connection is not None and conn.connection.closed

    def process_exception(self, request, exception):
        if isinstance(exception, Error) and self.went_away(request):
            request.once_more = True
            return HttpResponse(status=500)
        return None
