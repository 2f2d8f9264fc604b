"""Right: SIGALRM ends the drain, and a thread of its own shuts the loop down."""

import select
import signal
import sys
import threading

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
    def leave(*_):
        global leaving
        if not leaving:
            leaving = True
            # A timer of zero would never ring.
            signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))

    def stop(*_):
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGALRM, stop)
    signal.signal(signal.SIGTERM, leave)
    server.daemon_threads = False
    server.block_on_close = True
    server.serve_forever(0.1)
    accept_waiting(server)
    server.server_close()
    sys.exit(0)
