"""Short functions with two context variables and a lock: a set of notes for each page, and a second run that sees only the primary."""

import threading
import time
from contextvars import ContextVar

from django.db import connections
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpResponse

turn = threading.Lock()
memory = {"next attempt": float("-inf")}
only_primary = ContextVar("only_primary", default=False)
page = ContextVar("page", default=None)


def connected():
    replica = connections["replica"]
    if replica.in_atomic_block:
        return True
    replica.close_if_health_check_failed()
    if replica.connection is not None and replica.errors_occurred and not replica.is_usable():
        replica.close()
    if replica.connection is not None:
        return True
    with turn:
        if time.monotonic() >= memory["next attempt"]:
            try:
                replica.ensure_connection()
            except (OperationalError, InterfaceError):
                memory["next attempt"] = time.monotonic() + 6
    return replica.connection is not None


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or only_primary.get() or not connected():
            return "default"
        if (notes := page.get()) is not None:
            notes.add("replica")
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def is_gone(error):
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    if getattr(error.__cause__, "sqlstate", None) == "57014":
        return False
    replica = connections["replica"]
    return replica.connection is None or not replica.is_usable()


def middleware(get_response):
    def respond(request):
        notes = set()
        token = page.set(notes)
        try:
            response = get_response(request)
        except (OperationalError, InterfaceError) as error:
            response = process_exception(request, error)
            if response is None:
                raise
        finally:
            page.reset(token)
        return from_primary(request) if "repeat" in notes else response

    def from_primary(request):
        token = only_primary.set(True)
        try:
            return get_response(request)
        finally:
            only_primary.reset(token)

    def process_exception(request, exception):
        notes = page.get()
        if notes is None or "replica" not in notes or not is_gone(exception):
            return None
        connections["replica"].close()
        if request.method == "GET" or request.method == "HEAD":
            notes.add("repeat")
            return HttpResponse(status=503)

    respond.process_exception = process_exception
    return respond
