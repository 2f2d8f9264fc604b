"""A loop of handle_request() until the deadline; connections that came before it are still accepted, and threads are counted by hand."""

import signal
import sys
import time
from threading import Condition

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User


class Drain:
    """What the signal has said: when no more requests are taken."""

    deadline = None

    def begin(self, seconds):
        if self.deadline is None:
            self.deadline = time.monotonic() + seconds

    @property
    def has_begun(self):
        return self.deadline is not None

    @property
    def is_over(self):
        return self.deadline is not None and time.monotonic() >= self.deadline


drain = Drain()


class InFlight:
    """Counts the connections that a server has taken and not yet closed."""

    def __init__(self, server):
        self.number = 0
        self.changed = Condition()
        self.process_request = server.process_request
        self.process_request_thread = server.process_request_thread
        server.process_request = self.begin
        server.process_request_thread = self.work

    def add(self, number):
        with self.changed:
            self.number += number
            self.changed.notify_all()

    def begin(self, request, client_address):
        self.add(1)
        try:
            self.process_request(request, client_address)
        except BaseException:  # no thread has started
            self.add(-1)
            raise

    def work(self, request, client_address):
        try:
            self.process_request_thread(request, client_address)
        finally:
            self.add(-1)

    def wait(self):
        with self.changed:
            self.changed.wait_for(lambda: self.number == 0)


def live(request):
    return HttpResponse("live")


def ready(request):
    if drain.has_begun:
        return HttpResponse("draining", status=503)
    try:
        User.objects.exists()
    except OperationalError as error:
        return HttpResponse(f"database: {type(error).__name__}", status=503)
    return HttpResponse("ready")


def run(server, seconds):
    signal.signal(signal.SIGTERM, lambda *_: drain.begin(seconds))
    in_flight = InFlight(server)
    server.timeout = 0.05
    while not drain.is_over:
        server.handle_request()
    # What waits in the kernel's queue came before the deadline; it is short, and nothing waits for more.
    server.timeout = 0
    for _ in range(server.request_queue_size + 1):
        server.handle_request()
    server.server_close()
    in_flight.wait()
    sys.exit(0)
