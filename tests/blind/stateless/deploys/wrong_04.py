"""Wrong: drain. The handler runs in the thread of the loop: while it sleeps, no new request is
answered.
"""

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


def run(server, seconds):
    server.daemon_threads = False  # server_close() then waits for them.
    server.block_on_close = True

    def leave(*_):
        global leaving
        if not leaving:
            leaving = True
            time.sleep(seconds)
            threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, leave)
    server.serve_forever()
    server.server_close()
    sys.exit(0)
