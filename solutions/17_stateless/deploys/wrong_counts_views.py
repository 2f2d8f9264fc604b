"""A stream goes on when the view has returned.

Breaks: in flight
Fails: in_flight
"""

import signal
import time
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
    inside, app = [], server.get_app()

    def counted(environ, start_response):
        inside.append(environ)
        try:
            return app(environ, start_response)
        finally:
            inside.remove(environ)

    server.set_app(counted)

    def stop(*_):
        stopping.set()
        Timer(seconds, server.shutdown).start()  # shutdown() waits for the loop that runs here

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    server.server_close()
    while inside:
        time.sleep(0.01)
