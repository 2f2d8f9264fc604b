"""down: a loss is known by its English text.

"server closed the connection unexpectedly" is what libpq says in one case. If the socket is reset it is
"could not receive data from server", with TLS "SSL SYSCALL error", and a replica that is stopped says
"terminating connection due to administrator command" (or that in its lc_messages): the GET fails.
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
    again = False


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


def is_lost(exception):
    text = str(exception)
    return "server closed the connection" in text or "connection is closed" in text


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
    if request.method in SAFE and is_lost(exception):
        state.again = True
        return HttpResponse(status=503)
    return None


def middleware(get_response):
    def answer(request):
        try:
            response = get_response(request)
        except Exception as exception:
            if request.method not in SAFE or not is_lost(exception):
                raise
        else:
            if not state.again:
                return response
        state.again = False
        state.on_primary = True
        connections["replica"].close()
        return get_response(request)

    def respond(request):
        before = state.on_primary
        state.on_primary = state.again = False
        try:
            return answer(request)
        finally:
            state.on_primary, state.again = before, False

    respond.process_exception = process_exception
    return respond
