"""in flight

It counts calls of the WSGI application, and such a call returns before the body of a stream is sent: a stream that still runs
after the seconds is cut off when the process exits.
"""

import signal
import sys
import threading
import time

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
    application = server.get_app()
    lock = threading.Lock()
    running = 0

    def counted(environ, start_response):
        nonlocal running
        with lock:
            running += 1
        try:
            return application(environ, start_response)
        finally:
            with lock:
                running -= 1

    def leave(*_):
        if not leaving.is_set():
            leaving.set()
            threading.Timer(seconds, server.shutdown).start()

    server.set_app(counted)
    signal.signal(signal.SIGTERM, leave)
    server.serve_forever(poll_interval=0.05)
    server.server_close()
    while running:
        time.sleep(0.1)
    time.sleep(0.5)  # for the last bytes
    sys.exit(0)
