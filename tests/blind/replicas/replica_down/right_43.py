"""Each request decides when it begins, after a ping of its open connection, and a GET that loses it meanwhile begins again."""

import threading
import time

from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpResponse

EVERY = 7.0
_connecting = threading.Lock()
_down_until = 0.0


class _Request(threading.local):
    source = None
    raw = None


_request = _Request()


def _connect(replica):
    global _down_until
    with _connecting:
        if time.monotonic() < _down_until:
            return False
        if _down_until:  # so that the others don't wait for this attempt
            _down_until = time.monotonic() + 600
        until = 0.0
        try:
            replica.ensure_connection()
        except (DatabaseError, InterfaceError):
            replica.close()
            until = time.monotonic() + EVERY
        finally:
            _down_until = until
        return not until


def _choose(ping):
    replica = connections["replica"]
    if not replica.in_atomic_block:
        if replica.connection is not None and ping and not replica.is_usable():
            replica.close()
        if replica.connection is None and (
            time.monotonic() < _down_until or not _connect(replica)
        ):
            return "default"
    _request.raw = replica.connection
    return "replica"


def _lost():
    return _request.raw is not None and _request.raw.broken


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or _request.source == "default":
            return "default"
        if connections["replica"].connection is None:  # no request, or closed meanwhile
            return _choose(ping=False)
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def attempt(request):
        """Return the response, or None if the replica was lost on the way."""
        try:
            response = get_response(request)
        except Exception:
            if request.method == "GET" and _lost():
                return None
            raise
        return None if request.method == "GET" and _lost() else response

    def respond(request):
        outer = _request.source, _request.raw
        try:
            _request.raw = None
            _request.source = _choose(ping=True)
            response = attempt(request)
            if response is None:
                connections["replica"].close()
                _request.source, _request.raw = "default", None
                response = get_response(request)
            return response
        finally:
            if _lost():
                connections["replica"].close()
            _request.source, _request.raw = outer

    def process_exception(request, exception):
        # Not an error yet: respond() asks once more.
        return HttpResponse(status=500) if request.method == "GET" and _lost() else None

    respond.process_exception = process_exception
    return respond
