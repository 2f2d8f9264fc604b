"""Right: serve_forever() and a timer; connections are tracked, those that say nothing are not waited for."""

import select
import signal
import sys
import threading
import time

from django.db import OperationalError, connection
from django.http import HttpResponse

stopping = threading.Event()


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


class Tracker:
    """Knows the connections, and which of them have begun to send a request."""

    def __init__(self, server):
        self.changed = threading.Condition()
        self.silent = set()
        self.begun = set()
        tracker = self

        class Handler(server.RequestHandlerClass):
            def handle(self):
                self.rfile.peek(1)  # waits for the first byte, or the end
                tracker.begin(self.request)
                super().handle()

        self.accept = server.process_request
        self.answer = server.process_request_thread
        server.RequestHandlerClass = Handler
        server.process_request = self.process_request
        server.process_request_thread = self.process_request_thread

    def process_request(self, request, client_address):
        with self.changed:
            self.silent.add(request)
        try:
            self.accept(request, client_address)
        except BaseException:
            self.end(request)
            raise

    def process_request_thread(self, request, client_address):
        try:
            self.answer(request, client_address)
        finally:
            self.end(request)

    def begin(self, request):
        with self.changed:
            self.silent.discard(request)
            self.begun.add(request)
            self.changed.notify_all()

    def end(self, request):
        with self.changed:
            self.silent.discard(request)
            self.begun.discard(request)
            self.changed.notify_all()

    def wait(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.silent, timeout=1)
            self.changed.wait_for(lambda: not self.begun)


def run(server, seconds):
    tracker = Tracker(server)

    def stop(number, frame):
        if not stopping.is_set():
            stopping.set()
            timer = threading.Timer(seconds, server.shutdown)
            timer.daemon = True
            timer.start()

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever(poll_interval=0.05)
    # Those that have connected in time, but are not yet accepted, are answered too.
    end = time.monotonic() + 0.2
    while time.monotonic() < end and select.select([server], [], [], 0)[0]:
        server.handle_request()
    server.server_close()
    tracker.wait()
    sys.exit(0)
