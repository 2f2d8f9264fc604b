"""The handler sleeps in the thread that accepts connections.

Breaks: drain
Fails: drain
"""

import signal
import sys
import time
from threading import Event

from django.db import OperationalError, connection
from django.http import HttpResponse

stopping = Event()


def live(request):
    return HttpResponse("live")


def ready(request):
    if stopping.is_set():
        return HttpResponse("stopping", status=503)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("no database", status=503)
    return HttpResponse("ready")


def run(server, seconds):
    server.daemon_threads = False  # server_close() waits for the others

    def stop(*_):
        stopping.set()
        time.sleep(seconds)
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    try:
        server.serve_forever()
    finally:
        server.server_close()
