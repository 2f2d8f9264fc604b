"""errors: any OperationalError opens the pause. The cancelled query reaches the visitor, and the
view runs once, but the next page reads from the primary though the replica is well."""

import threading
import time
from contextvars import ContextVar

from django.db import Error, OperationalError, connections
from django.http import HttpResponse

REST_SECONDS = 5.0

source = ContextVar("source", default=None)
_lock = threading.Lock()
_failed_at = None


def _resting():
    failed_at = _failed_at
    return failed_at is not None and time.monotonic() - failed_at < REST_SECONDS


def choose(ask=False):
    """Return where to read. If asked to, make sure that an open connection is alive."""
    global _failed_at
    if _resting():
        return "default"
    conn = connections["replica"]
    conn.close_if_health_check_failed()
    if ask and conn.connection is not None and not conn.in_atomic_block:
        if not conn.is_usable():
            conn.close()
    if conn.connection is None:
        with _lock:
            if _resting():
                return "default"
            try:
                conn.ensure_connection()
            except OperationalError:
                _failed_at = time.monotonic()
                conn.close()
                return "default"
            _failed_at = None
    return "replica"


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        return source.get() or choose()

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


class ReplicaLost(Exception):
    """The page has to be made again."""


def suspect(error):
    """Spare the replica for a while."""
    global _failed_at
    if source.get() == "replica" and isinstance(error, OperationalError):
        with _lock:
            _failed_at = time.monotonic()


def middleware(get_response):
    def run(request, alias):
        token = source.set(alias)
        try:
            request.replica_lost = False
            try:
                response = get_response(request)
            except Error as error:
                suspect(error)
                if lost(request, error):
                    raise ReplicaLost from error
                raise
            if request.replica_lost:
                raise ReplicaLost
            return response
        finally:
            source.reset(token)

    def lost(request, error):
        raw = connections["replica"].connection
        return (
            source.get() == "replica"
            and request.method in ("GET", "HEAD")
            and isinstance(error, Error)
            and (raw is None or raw.closed)
        )

    def respond(request):
        try:
            return run(request, choose(ask=True))
        except ReplicaLost:
            connections["replica"].close()
        return run(request, "default")

    def process_exception(request, exception):
        suspect(exception)
        if lost(request, exception):
            request.replica_lost = True
            return HttpResponse(status=500)

    respond.process_exception = process_exception
    return respond
