"""The first read of a request asks the replica for a sign of life and decides for the whole request; what is lost later is run again."""

import threading
import time
from dataclasses import dataclass

from asgiref.local import Local
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpResponse

SECONDS_BETWEEN_ATTEMPTS = 7

local = Local()


class Gate:
    """Only one thread of the process at a time connects, and none so soon after a failure."""

    def __init__(self):
        self.lock = threading.Lock()
        self.failed_at = None

    def is_shut(self):
        return self.failed_at is not None and time.monotonic() - self.failed_at < SECONDS_BETWEEN_ATTEMPTS

    def connect(self, connection):
        with self.lock:
            if self.is_shut():
                return False
            try:
                connection.ensure_connection()
            except (OperationalError, InterfaceError):
                self.failed_at = time.monotonic()
                return False
            self.failed_at = None
            return True


gate = Gate()


def replica_answers():
    connection = connections["replica"]
    if connection.in_atomic_block:
        return True
    if connection.connection is not None and not connection.is_usable():
        connection.close()
    if connection.connection is None and not gate.connect(connection):
        return False
    connection.health_check_done = True  # it was checked a moment ago
    return True


@dataclass
class Request:
    alias: str | None = None  # where this request reads; None before its first read
    repeat: bool = False

    def choose(self):
        if self.alias is None or (self.alias == "replica" and connections["replica"].connection is None):
            self.alias = "replica" if replica_answers() else "default"
        return self.alias


class Router:
    def db_for_read(self, model, **hints):
        if connections["default"].in_atomic_block:
            return "default"
        request = getattr(local, "request", None) or Request()
        return request.choose()

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def lost_connection(error):
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    if state == "57014":  # a query was cancelled: its connection is still there
        return False
    connection = connections["replica"]
    return connection.connection is None or not connection.is_usable()


def middleware(get_response):
    def respond(request):
        outer = getattr(local, "request", None)
        local.request = Request()
        try:
            try:
                response = get_response(request)
            except (OperationalError, InterfaceError) as error:
                if process_exception(request, error) is None:
                    raise
            if local.request.repeat:
                local.request = Request(alias="default")
                response = get_response(request)
            return response
        finally:
            local.request = outer

    def process_exception(request, exception):
        now = getattr(local, "request", None)
        if now is None or now.alias != "replica" or not lost_connection(exception):
            return None
        connections["replica"].close()
        if request.method not in ("GET", "HEAD"):
            return None
        now.repeat = True
        return HttpResponse("The replica is gone; the page is made again.", status=503)

    respond.process_exception = process_exception
    return respond
