"""in flight

Requests are counted from the call of the WSGI application to the end of its response: one whose header or body is still on its way when the server stops
isn't counted, and the process exits before it is answered. Streams are counted.
"""

import select
import signal
import sys
import threading
import time

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
    requests = Requests(server.get_app())
    server.set_app(requests)

    def terminate(signum, frame):
        global draining
        nonlocal stop_at
        if not draining:
            draining = True
            stop_at = time.monotonic() + seconds

    signal.signal(signal.SIGTERM, terminate)
    server.timeout = 0.1
    while stop_at is None or time.monotonic() < stop_at:
        server.handle_request()
    accept_waiting(server)
    server.server_close()
    time.sleep(0.1)  # threads that have just started
    with requests.changed:
        requests.changed.wait_for(lambda: requests.number == 0)
    sys.exit(0)


def accept_waiting(server):
    """Accept what arrived in time and waits in the kernel."""
    server.timeout = 0
    until = time.monotonic() + 0.2
    while time.monotonic() < until and is_readable(server):
        server.handle_request()


def is_readable(it):
    return bool(select.select([it], [], [], 0)[0])


class Requests:
    """A WSGI application that counts the requests of another one, with their streams."""

    def __init__(self, application):
        self.application = application
        self.number = 0
        self.changed = threading.Condition()

    def __call__(self, environ, start_response):
        self.add(1)
        try:
            response = self.application(environ, start_response)
        except BaseException:
            self.add(-1)
            raise
        return Counted(response, self)

    def add(self, number):
        with self.changed:
            self.number += number
            self.changed.notify_all()


class Counted:
    def __init__(self, response, requests):
        self.response = response
        self.requests = requests

    def __iter__(self):
        return iter(self.response)

    def close(self):
        try:
            if hasattr(self.response, "close"):
                self.response.close()
        finally:
            self.requests.add(-1)
