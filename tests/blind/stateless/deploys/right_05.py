"""Right: service_actions(), which the loop calls each time, leaves it."""

import select
import signal
import sys
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


class Drained(Exception):
    pass


def run(server, seconds):
    stop_at = None

    def leave(*_):
        global leaving
        nonlocal stop_at
        if not leaving:
            stop_at = time.monotonic() + seconds
            leaving = True

    def service_actions():
        if stop_at is not None and time.monotonic() >= stop_at:
            raise Drained

    server.daemon_threads = False
    server.block_on_close = True
    server.service_actions = service_actions
    signal.signal(signal.SIGTERM, leave)
    try:
        server.serve_forever(poll_interval=0.1)
    except Drained:
        pass
    accept_waiting(server)
    server.server_close()
    sys.exit(0)
