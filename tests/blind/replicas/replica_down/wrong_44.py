"""down: a loss is only noticed when a statement is sent.

A view that walks through iterator() fetches the next rows without one. If the connection is lost
there, in the middle of the first GET, it ends in an error instead of beginning again.
"""

import threading
import time

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpResponse

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
    is_lost = False  # a statement to the replica has failed, with its connection


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
    return True


def is_lost():
    return state.is_lost


def watch(execute, sql, params, many, context):
    try:
        return execute(sql, params, many, context)
    except (OperationalError, InterfaceError):
        raw = context["connection"].connection
        state.is_lost = raw is None or raw.closed
        raise


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
            with connections["replica"].execute_wrapper(watch):
                response = get_response(request)
        except Exception:
            if request.method not in SAFE or not is_lost():
                raise
        else:
            if request.method not in SAFE or not is_lost():
                return response
        state.is_lost = False
        state.on_primary = True
        connections["replica"].close()
        return get_response(request)

    def respond(request):
        before = state.on_primary
        state.on_primary = state.is_lost = False
        try:
            return answer(request)
        finally:
            if is_lost():  # a POST: the next request in this thread finds none open
                connections["replica"].close()
            state.on_primary, state.is_lost = before, False

    respond.process_exception = process_exception
    return respond
