"""Right: the connection is checked once a request; a view that loses it in the middle runs again."""

import threading
import time

from asgiref.local import Local
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpResponse

PAUSE = 10  # seconds between two attempts to connect while the replica is down

lock = threading.Lock()
next_try = 0.0
current = Local()  # primary: read from there; checked, used: the replica's connection, in this request


def replica_works():
    connection = connections["replica"]
    if connection.in_atomic_block:
        return True
    if time.monotonic() < next_try:
        return False
    if connection.connection is not None:
        if getattr(current, "checked", False):
            return True
        if connection.is_usable():
            current.checked = True
            return True
        connection.close()
    return connect(connection)


def connect(connection):
    """Connect, one thread at a time; say whether there is a connection."""
    global next_try
    if not lock.acquire(timeout=1):
        return False
    try:
        if time.monotonic() < next_try:
            return False
        try:
            connection.ensure_connection()
        except (OperationalError, InterfaceError):
            next_try = time.monotonic() + PAUSE
            connection.close()
            return False
        current.checked = True
        return True
    finally:
        lock.release()


def is_lost():
    """Say whether this request has used a connection to the replica that is lost."""
    if not getattr(current, "used", False):
        return False
    connection = connections["replica"]
    if connection.connection is not None and connection.is_usable():
        return False
    connection.close()
    return True


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block or getattr(current, "primary", False):
            return "default"
        if not replica_works():
            return "default"
        current.used = True
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def middleware(get_response):
    def may_run_again(request, exception):
        return (
            isinstance(exception, (OperationalError, InterfaceError))
            and request.method in {"GET", "HEAD"}
            and not getattr(current, "primary", False)
            and is_lost()
        )

    def respond(request):
        current.primary = current.checked = current.used = False
        request.run_again = False
        try:
            try:
                response = get_response(request)
            except (OperationalError, InterfaceError) as error:
                if not may_run_again(request, error):
                    raise
                request.run_again = True
            if request.run_again:
                current.primary = True
                response = get_response(request)
            return response
        finally:
            current.primary = current.checked = current.used = False

    def process_exception(request, exception):
        # Django turns what a view raises into a response before it gets to respond().
        if may_run_again(request, exception):
            request.run_again = True
            return HttpResponse(status=503)
        return None

    respond.process_exception = process_exception
    return respond
