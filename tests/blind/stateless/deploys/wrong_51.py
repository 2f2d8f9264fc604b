"""drain

The handler sleeps in the main thread, which is the one that accepts connections: requests that come in the seconds after SIGTERM
are not answered, /ready/ neither.
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
    def leave(*_):
        leaving.set()
        time.sleep(seconds)
        threading.Thread(target=server.shutdown).start()

    server.daemon_threads = False
    signal.signal(signal.SIGTERM, leave)
    server.serve_forever(poll_interval=0.05)
    server.server_close()
    sys.exit(0)
