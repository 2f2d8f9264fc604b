"""Right: the loop runs in another thread, the main one waits for the signal."""

import queue
import select
import signal
import sys
import threading
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
    global leaving
    server.daemon_threads = False
    server.block_on_close = True
    # put() of this class may interrupt get() in the same thread.
    signals = queue.SimpleQueue()
    signal.signal(signal.SIGTERM, lambda number, frame: signals.put(number))
    loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    loop.start()
    signals.get()
    leaving = True
    time.sleep(seconds)
    server.shutdown()
    loop.join()
    accept_waiting(server)
    server.server_close()
    sys.exit(0)
