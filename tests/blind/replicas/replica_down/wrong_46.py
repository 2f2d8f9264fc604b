"""bounded: while it still counts as up, all threads may connect.

In the moment when it goes down, ten threads that have no connection try at the same time; only the
first failure that is known keeps the others away.
"""

import threading
import time

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpResponse

PAUSE = 6  # seconds between two attempts, from the end of one to the begin of the next
SAFE = {"GET", "HEAD", "OPTIONS"}


class Gate:
    """Lets all threads connect while it is up, and one of them each six seconds while not."""

    def __init__(self):
        self.lock = threading.Lock()
        self.next_try = 0.0

    def connect(self, replica):
        with self.lock:
            if self.next_try:  # it is down
                if time.monotonic() < self.next_try:
                    return False
                self.next_try = time.monotonic() + PAUSE
        try:
            replica.ensure_connection()
        except (OperationalError, InterfaceError):
            replica.close()
            with self.lock:
                self.next_try = time.monotonic() + PAUSE
            return False
        with self.lock:
            self.next_try = 0.0
        return True


class State(threading.local):
    on_primary = False  # this request does without the replica
    raw = None  # psycopg's connection, which this request has read from


gate = Gate()
state = State()


def can_read():
    """Say if this thread has a connection to the replica, or gets one."""
    replica = connections["replica"]
    if not replica.in_atomic_block:
        if replica.connection is not None and replica.connection.closed:
            replica.close()
        if replica.connection is None and not gate.connect(replica):
            return False
    state.raw = replica.connection
    return True


def is_lost():
    """Say if the connection was interrupted: not if it was closed, or a query cancelled."""
    return state.raw is not None and state.raw.broken


class Router:
    def db_for_read(self, model, **hints):
        if state.on_primary or connections["default"].in_atomic_block:
            return "default"
        return "replica" if can_read() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"


def process_exception(request, exception):
    # This answer is thrown away; without one Django would report an error that nobody sees.
    if request.method in SAFE and is_lost():
        return HttpResponse(status=503)
    return None


def middleware(get_response):
    def answer(request):
        try:
            response = get_response(request)
        except Exception:
            if request.method not in SAFE or not is_lost():
                raise
        else:
            if request.method not in SAFE or not is_lost():
                return response
        state.raw = None
        state.on_primary = True
        connections["replica"].close()
        return get_response(request)

    def respond(request):
        before = state.on_primary, state.raw
        state.on_primary, state.raw = False, None
        try:
            return answer(request)
        finally:
            if is_lost():  # a POST: the next request in this thread finds none open
                connections["replica"].close()
            state.on_primary, state.raw = before

    respond.process_exception = process_exception
    return respond
