"""Wrong: exit. The process ends itself by the signal in the end, so its status is not 0.
"""

import os
import select
import signal
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
    server.daemon_threads = False  # server_close() then waits for them.
    server.block_on_close = True

    def leave(*_):
        global leaving
        if not leaving:
            leaving = True
            # shutdown() waits for the loop below: not in its thread.
            timer = threading.Timer(seconds, server.shutdown)
            timer.daemon = True
            timer.start()

    signal.signal(signal.SIGTERM, leave)
    server.serve_forever()
    accept_waiting(server)
    server.server_close()
    # As a process should end that a signal has ended.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)
