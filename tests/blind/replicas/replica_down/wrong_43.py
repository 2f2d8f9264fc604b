"""down: the view is asked again, but its template isn't.

A view that returns a TemplateResponse with a queryset reads only when Django renders that, after
process_view() has ended: if the open connection is lost then, the GET is an error.
"""

import threading
import time

from django.db import InterfaceError, OperationalError, connections

PAUSE = 6  # seconds between two attempts, from the end of one to the begin of the next
SAFE = {"GET", "HEAD", "OPTIONS"}


class Gate:
    """Opens the connections of all threads, one after the other, and not while it is down."""

    def __init__(self):
        self.lock = threading.Lock()
        self.next_try = 0.0

    def connect(self, replica):
        if time.monotonic() < self.next_try:
            return False
        if not self.lock.acquire(timeout=1):
            return False  # another thread has tried for a while
        try:
            if time.monotonic() < self.next_try:
                return False
            try:
                replica.ensure_connection()
            except (OperationalError, InterfaceError):
                replica.close()
                self.next_try = time.monotonic() + PAUSE
                return False
            self.next_try = 0.0
            return True
        finally:
            self.lock.release()


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


def call(view, request, *args, **kwargs):
    try:
        return view(request, *args, **kwargs)
    except Exception:
        if request.method not in SAFE or not is_lost():
            raise
    state.raw = None
    state.on_primary = True
    connections["replica"].close()
    return view(request, *args, **kwargs)


def process_view(request, view, args, kwargs):
    return call(view, request, *args, **kwargs)


def middleware(get_response):
    def respond(request):
        before = state.on_primary, state.raw
        state.on_primary, state.raw = False, None
        try:
            return call(get_response, request)
        finally:
            if is_lost():  # a POST: the next request in this thread finds none open
                connections["replica"].close()
            state.on_primary, state.raw = before

    respond.process_view = process_view
    return respond
