"""The middleware is an object; a wrapper around the statements of the replica tells whether an error there has lost the connection."""

import threading
from contextvars import ContextVar
from time import monotonic

from django.db import connections
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpResponse

PAUSE = 5.5  # seconds
ERRORS = (OperationalError, InterfaceError)

_connecting = threading.RLock()
_next_attempt = 0.0
_state = ContextVar("replica_state", default=None)


def _connect():
    """Connect this thread to the replica, unless an attempt has failed lately. One thread at a time."""
    global _next_attempt
    with _connecting:
        if monotonic() < _next_attempt:
            return False
        try:
            connections["replica"].ensure_connection()
        except ERRORS:
            _next_attempt = monotonic() + PAUSE
            return False
        return True


def _is_lost(connection):
    return connection.connection is None or not connection.is_usable()


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        state = _state.get()
        if state is not None and state["primary"]:
            return "default"
        connection = connections["replica"]
        if not connection.in_atomic_block:
            connection.close_if_health_check_failed()
            if connection.connection is not None and connection.errors_occurred and _is_lost(connection):
                connection.close()
            if connection.connection is None and not _connect():
                return "default"
        if state is not None:
            state["used"] = True
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


class PrimaryInstead:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        state = {"primary": False, "used": False, "lost": False, "repeat": False}
        token = _state.set(state)
        try:
            response = self.first(request, state)
            if state["repeat"]:
                state["primary"] = True
                response = self.get_response(request)
            return response
        finally:
            _state.reset(token)

    def first(self, request, state):
        def watch(execute, sql, params, many, context):
            try:
                return execute(sql, params, many, context)
            except ERRORS:
                connection = context["connection"]
                if not connection.in_atomic_block:  # in a broken transaction no query works; see below
                    state["lost"] = state["lost"] or _is_lost(connection)
                raise

        try:
            with connections["replica"].execute_wrapper(watch):
                return self.get_response(request)
        except ERRORS as error:
            if self.process_exception(request, error) is None:
                raise

    def process_exception(self, request, exception):
        state = _state.get()
        if state is None or state["primary"] or not state["used"] or not isinstance(exception, ERRORS):
            return None
        if getattr(exception.__cause__, "sqlstate", None) == "57014":  # query_canceled
            return None
        connection = connections["replica"]
        if not state["lost"] and not _is_lost(connection):
            return None
        connection.close()
        if request.method not in {"GET", "HEAD"}:
            return None
        state["repeat"] = True
        return HttpResponse(status=503)


def middleware(get_response):
    return PrimaryInstead(get_response)
