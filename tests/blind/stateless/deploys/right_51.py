"""Threads that are no daemons, a timer that calls shutdown(), and server_close(), which closes the socket and joins the threads."""

import signal
import sys
import threading

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User


class Process:
    """What this process knows of its end. A plain value: an Event has a lock, and signals come at any moment."""

    is_leaving = False


def live(request):
    return HttpResponse("live")


def ready(request):
    if Process.is_leaving:
        return HttpResponse("leaving", status=503)
    try:
        User.objects.exists()
    except OperationalError:
        return HttpResponse("no database", status=503)
    return HttpResponse("ready")


def run(server, seconds):
    def leave(*_):
        if not Process.is_leaving:
            Process.is_leaving = True
            # shutdown() waits for serve_forever(), which runs in this thread.
            threading.Timer(seconds, server.shutdown).start()

    server.daemon_threads = False
    server.block_on_close = True
    signal.signal(signal.SIGTERM, leave)
    server.serve_forever(poll_interval=0.05)
    server.server_close()
    sys.exit(0)
