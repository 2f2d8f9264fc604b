"""Right: the server runs in a thread, the main thread waits for the signal and directs the end."""

import select
import signal
import socket
import sys
import threading
import time
from queue import SimpleQueue

from django.db import OperationalError, connections
from django.http import HttpResponse

terminating = False


def live(request):
    return HttpResponse("live")


def ready(request):
    if terminating:
        return HttpResponse("terminating", status=503)
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except OperationalError as error:
        return HttpResponse(type(error).__name__, status=503)
    return HttpResponse("ready")


def run(server, seconds):
    lock = threading.Lock()
    accepted, begun = set(), set()

    class Draining(type(server)):
        def process_request(self, request, client_address):
            with lock:
                accepted.add(request)
            super().process_request(request, client_address)

        def finish_request(self, request, client_address):
            request.recv(1, socket.MSG_PEEK)  # waits until there is a request
            with lock:
                begun.add(request)
                accepted.discard(request)
            super().finish_request(request, client_address)

        def shutdown_request(self, request):
            try:
                super().shutdown_request(request)
            finally:
                with lock:
                    accepted.discard(request)
                    begun.discard(request)

    server.__class__ = Draining
    signals = SimpleQueue()

    def terminate(number, frame):
        global terminating
        terminating = True
        signals.put(number)

    signal.signal(signal.SIGTERM, terminate)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    signals.get()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(left)
    server.shutdown()
    thread.join()
    patience = time.monotonic() + 0.2
    while time.monotonic() < patience and select.select([server], [], [], 0)[0]:
        server.handle_request()
    server.server_close()
    patience = time.monotonic() + 1
    while True:
        with lock:
            waiting = begun or (accepted and time.monotonic() < patience)
        if not waiting:
            break
        time.sleep(0.02)
    sys.exit(0)
