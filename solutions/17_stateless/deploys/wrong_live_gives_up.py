"""A process whose database is away for a minute is killed, and so are all others.

Breaks: live
Fails: live
"""

import signal
import time
from threading import Event, Timer

from django.db import OperationalError, connection
from django.http import HttpResponse

stopping = Event()
failed_at = []


def live(request):
    if failed_at and time.monotonic() - failed_at[0] > 60:
        return HttpResponse("no database for a minute", status=503)
    return HttpResponse("live")


def ready(request):
    if stopping.is_set():
        return HttpResponse("stopping", status=503)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        failed_at.append(time.monotonic())
        return HttpResponse("no database", status=503)
    failed_at.clear()
    return HttpResponse("ready")


def run(server, seconds):
    server.daemon_threads = False  # server_close() waits for the others

    def stop(*_):
        stopping.set()
        Timer(seconds, server.shutdown).start()  # shutdown() waits for the loop that runs here

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    server.server_close()
