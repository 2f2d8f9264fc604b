"""Wrong: exit. A request is counted as answered after its last piece; if a visitor leaves before
that, the process waits for ever.
"""

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
    idle = threading.Condition()
    active = 0
    app = server.get_app()

    def counted(environ, start_response):
        nonlocal active
        with idle:
            active += 1
        return pieces(app(environ, start_response))

    def pieces(response):
        nonlocal active
        try:
            yield from response
        finally:
            if hasattr(response, "close"):
                response.close()
        with idle:
            active -= 1
            idle.notify_all()

    def leave(*_):
        global leaving
        if not leaving:
            leaving = True
            threading.Timer(seconds, server.shutdown).start()

    server.set_app(counted)
    signal.signal(signal.SIGTERM, leave)
    server.serve_forever()
    accept_waiting(server)
    server.server_close()
    time.sleep(0.5)  # For the threads that have just started.
    with idle:
        idle.wait_for(lambda: active == 0)
    time.sleep(0.5)  # For the last bytes.
    sys.exit(0)
