"""ready() turns when the server has stopped, so nobody can ask.

Breaks: ready
Fails: drain
"""

import signal
from threading import Event, Timer

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

    def shut():
        stopping.set()
        server.shutdown()

    def stop(*_):
        Timer(seconds, shut).start()

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    server.server_close()
