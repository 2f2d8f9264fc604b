"""Right: a loop of its own instead of serve_forever(), and threads that are joined.

A handler waits for the first byte of its request in steps, so that an idle connection doesn't hold
up the end.
"""

import select
import signal
import sys
from time import monotonic

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User

state = {"until": None, "closed": None}


def live(request):
    return HttpResponse("live")


def ready(request):
    unready = HttpResponse("not ready", status=503)
    if state["until"] is not None:
        return unready
    try:
        User.objects.exists()
    except OperationalError:
        return unready
    return HttpResponse("ready")


def patient(handler_class):
    class Patient(handler_class):
        def handle(self):
            poll = select.poll()
            poll.register(self.connection, select.POLLIN)
            while not poll.poll(250):
                if state["closed"] is not None and monotonic() > state["closed"] + 1:
                    return
            super().handle()

    return Patient


def run(server, seconds):
    def terminate(signum, frame):
        if state["until"] is None:
            state["until"] = monotonic() + seconds

    server.daemon_threads = False
    server.block_on_close = True
    server.RequestHandlerClass = patient(server.RequestHandlerClass)
    server.timeout = 0.05
    signal.signal(signal.SIGTERM, terminate)
    while state["until"] is None or monotonic() < state["until"]:
        server.handle_request()
    for _ in range(128):  # what the kernel has accepted in time
        if not select.select([server.fileno()], [], [], 0)[0]:
            break
        server.handle_request()
    state["closed"] = monotonic()
    server.server_close()  # closes the socket, and then joins the threads
    sys.exit(0)
