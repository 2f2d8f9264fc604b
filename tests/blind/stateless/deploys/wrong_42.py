"""in flight

A second SIGTERM has its default effect again ("a sender who repeats it is impatient"): it kills the process in the middle of its requests, with the status
of a signal, while after one all are answered.
"""

import select
import signal
import socket
import sys
import threading
import time
from contextlib import suppress

from arena.accounts.models import User
from django.db import OperationalError
from django.http import HttpResponse

draining = False


def live(request):
    return HttpResponse("live")


def ready(request):
    if not draining:
        try:
            User.objects.exists()
        except OperationalError:
            return HttpResponse("no database", status=503)
    # SIGTERM may have come during the query
    return HttpResponse("draining", status=503) if draining else HttpResponse("ready")


def run(server, seconds):
    stop_at = None
    connections = Connections(server)

    def terminate(signum, frame):
        global draining
        nonlocal stop_at
        draining = True
        stop_at = time.monotonic() + seconds
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, terminate)
    server.timeout = 0.1
    while stop_at is None or time.monotonic() < stop_at:
        server.handle_request()
    accept_waiting(server)
    server.server_close()
    connections.finish()
    sys.exit(0)


def accept_waiting(server):
    """Accept what arrived in time and waits in the kernel."""
    server.timeout = 0
    until = time.monotonic() + 0.2
    while time.monotonic() < until and is_readable(server):
        server.handle_request()


class Connections:
    """The connections that a server has accepted and not closed, and which have a request."""

    def __init__(self, server):
        self.open, self.begun = set(), set()
        self.changed = threading.Condition()
        self.process, self.close = server.process_request, server.shutdown_request
        server.process_request, server.shutdown_request = self.accepted, self.closed
        connections = self

        class Handler(server.RequestHandlerClass):
            def handle(self):
                # wait for the first byte and leave it there
                if self.request.recv(1, socket.MSG_PEEK):
                    with connections.changed:
                        connections.begun.add(self.request)
                        connections.changed.notify_all()
                    super().handle()

        server.RequestHandlerClass = Handler

    def accepted(self, request, address):
        with self.changed:
            self.open.add(request)
        self.process(request, address)

    def closed(self, request):
        self.close(request)
        with self.changed:
            self.open.discard(request)
            self.begun.discard(request)
            self.changed.notify_all()

    def finish(self):
        """Wait for all that have a request; the others have three seconds to send its first byte."""
        with self.changed:
            self.changed.wait_for(lambda: self.open <= self.begun, timeout=3)
            for request in self.open - self.begun:
                if not is_readable(request):
                    with suppress(OSError):
                        request.shutdown(socket.SHUT_RD)  # its thread reads the end
            self.changed.wait_for(lambda: not self.open)


def is_readable(it):
    poll = select.poll()
    try:
        poll.register(it, select.POLLIN)
    except ValueError:  # it is closed
        return False
    return bool(poll.poll(0))
