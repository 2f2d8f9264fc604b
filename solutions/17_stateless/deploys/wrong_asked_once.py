"""It asks the database once, when the process starts.

Breaks: ready
Fails: ready
"""

import signal
from threading import Event, Timer

from django.db import OperationalError, connection
from django.http import HttpResponse

stopping = Event()
known = []


def live(request):
    return HttpResponse("live")


def ready(request):
    if stopping.is_set():
        return HttpResponse("stopping", status=503)
    if known:
        return HttpResponse("ready")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("no database", status=503)
    known.append(True)
    return HttpResponse("ready")


def run(server, seconds):
    server.daemon_threads = False  # server_close() waits for the others

    def stop(*_):
        stopping.set()
        Timer(seconds, server.shutdown).start()  # shutdown() waits for the loop that runs here

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    server.server_close()
