"""stop

The loop ends, and the listening socket stays open until the last request has ended: while one still runs, the kernel
accepts connections that nobody will answer.
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

    server.daemon_threads = False  # Python waits for such threads before it exits
    signal.signal(signal.SIGTERM, leave)
    server.serve_forever(poll_interval=0.05)
    sys.exit(0)
