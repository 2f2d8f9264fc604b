"""in flight

server_close() does not wait for daemon threads, and the server has those: requests that still run when the seconds are over are
cut off at sys.exit().
"""

import signal
import sys
import threading

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User

leaving = threading.Event()


def live(request):
    return HttpResponse("live")


def ready(request):
    if leaving.is_set():
        return HttpResponse("leaving", status=503)
    try:
        User.objects.exists()
    except OperationalError:
        return HttpResponse("no database", status=503)
    return HttpResponse("ready")


def run(server, seconds):
    def leave(*_):
        if not leaving.is_set():
            leaving.set()
            threading.Timer(seconds, server.shutdown).start()

    signal.signal(signal.SIGTERM, leave)
    server.serve_forever(poll_interval=0.05)
    server.server_close()  # waits for the requests in flight
    sys.exit(0)
