"""The server runs in a thread of its own while the main thread waits for the signal, sleeps, and then stops and closes the server."""

import signal
import sys
import time
from threading import Thread

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User

terminated = False


def live(request):
    return HttpResponse("live")


def ready(request):
    return HttpResponse("ready") if is_ready() else HttpResponse("not ready", status=503)


def is_ready():
    if terminated:
        return False
    try:
        User.objects.exists()
    except OperationalError:
        return False
    return not terminated


def terminate(*_):
    global terminated
    terminated = True


def run(server, seconds):
    signal.signal(signal.SIGTERM, terminate)
    server.daemon_threads = False  # server_close() waits only for such threads
    server.block_on_close = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    while not terminated:
        time.sleep(0.05)
    time.sleep(seconds)
    server.shutdown()
    server.server_close()
    sys.exit(0)
