"""The socket stays open until the last request has ended: new connections wait in vain.

Breaks: stop
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
    threads, begin = [], server.process_request_thread

    def process_request_thread(*args):
        threads.append(args)
        try:
            begin(*args)
        finally:
            threads.remove(args)

    server.process_request_thread = process_request_thread

    def stop(*_):
        stopping.set()
        Timer(seconds, server.shutdown).start()  # shutdown() waits for the loop that runs here

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    while threads:
        time.sleep(0.01)
    server.server_close()
