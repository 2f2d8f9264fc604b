"""The threads stay daemons. Their number tells when the last one is done."""

import signal
import sys
import threading
import time

from django.db import OperationalError, connections
from django.http import HttpResponse

ends_at = None


def live(request):
    return HttpResponse()


def ready(request):
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
            works = cursor.fetchone() == (1,)
    except OperationalError:
        works = False
    return HttpResponse(status=200 if works and ends_at is None else 503)


def run(server, seconds):
    running = threading.Semaphore(0)
    count, lock = [0], threading.Lock()
    begin, end = server.process_request, server.process_request_thread

    def process_request(*args):
        with lock:
            count[0] += 1
        begin(*args)

    def process_request_thread(*args):
        try:
            end(*args)
        finally:
            with lock:
                count[0] -= 1
            running.release()

    server.process_request = process_request
    server.process_request_thread = process_request_thread

    def sigterm(*_):
        global ends_at
        ends_at = ends_at or time.monotonic() + seconds

    signal.signal(signal.SIGTERM, sigterm)
    server.timeout = 0.1
    while ends_at is None or time.monotonic() < ends_at:
        server.handle_request()
    server.socket.close()
    while count[0]:
        running.acquire()
    sys.exit()
