"""Right: a loop of its own with a deadline."""

import select
import signal
import time

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User


leaving = False


def live(request):
    return HttpResponse("live")


def ready(request):
    if leaving:
        return HttpResponse("leaving", status=503)
    try:
        User.objects.exists()
    except OperationalError:
        return HttpResponse("no database", status=503)
    return HttpResponse("ready")


def accept_waiting(server):
    """Take the connections that the kernel has accepted already."""
    while select.select([server], [], [], 0)[0]:
        server.handle_request()


def run(server, seconds):
    deadline = None

    def leave(*_):
        global leaving
        nonlocal deadline
        leaving = True
        if deadline is None:
            deadline = time.monotonic() + seconds

    signal.signal(signal.SIGTERM, leave)
    server.daemon_threads = False
    server.block_on_close = True
    server.timeout = 0.2
    while deadline is None or time.monotonic() < deadline:
        server.handle_request()
    accept_waiting(server)
    server.server_close()
