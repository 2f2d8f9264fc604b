"""Right: the query is raw SQL, the state is in a class, and select() waits with a deadline."""

import select
import signal
import sys
import time

from django.db import OperationalError, connection
from django.http import HttpResponse


class State:
    deadline = None

    def leave(self, seconds):
        if self.deadline is None:
            self.deadline = time.monotonic() + seconds

    def leaving(self):
        return self.deadline is not None

    def over(self):
        return self.deadline is not None and time.monotonic() >= self.deadline


state = State()


def live(request):
    return HttpResponse("live")


def ready(request):
    status = 503 if state.leaving() or not database_answers() else 200
    return HttpResponse("ready" if status == 200 else "not ready", status=status)


def database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except OperationalError:
        return False
    return True


def accept_waiting(server):
    """Take the connections that the kernel has accepted already."""
    while select.select([server], [], [], 0)[0]:
        server.handle_request()


def run(server, seconds):
    server.daemon_threads = False
    server.block_on_close = True
    signal.signal(signal.SIGTERM, lambda *_: state.leave(seconds))
    while not state.over():
        readable, _, _ = select.select([server], [], [], 0.1)
        if readable:
            server.handle_request()
    accept_waiting(server)
    server.server_close()
    sys.exit(0)
