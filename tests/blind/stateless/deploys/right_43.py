"""serve_forever() has a thread, so that the main thread can wait for the signal and the seconds; request threads are not daemons, and server_close() joins them."""

import os
import select
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from weakref import WeakSet

from arena.accounts.models import User
from django.db import OperationalError
from django.http import HttpResponse

draining = False


def live(request):
    return HttpResponse("live")


def ready(request):
    if not draining:
        try:
            User.objects.exists()
        except OperationalError:
            return HttpResponse("no database", status=503)
    # SIGTERM may have come during the query
    return HttpResponse("draining", status=503) if draining else HttpResponse("ready")


def run(server, seconds):
    accepted, begun = WeakSet(), WeakSet()
    get_request = server.get_request

    def remember():
        request, address = get_request()
        accepted.add(request)
        return request, address

    class Handler(server.RequestHandlerClass):
        def handle(self):
            if self.request.recv(1, socket.MSG_PEEK):
                begun.add(self.request)
                super().handle()

    server.get_request, server.RequestHandlerClass = remember, Handler
    server.daemon_threads, server.block_on_close = False, True

    wait_for_sigterm = on_sigterm()
    accepting = threading.Thread(target=server.serve_forever, args=(0.05,))
    accepting.start()
    wait_for_sigterm()
    time.sleep(seconds)
    server.shutdown()
    accepting.join()

    server.timeout = 0
    for _ in range(100):  # connections that came in time
        if not is_readable(server):
            break
        server.handle_request()
    server.socket.close()
    patience = time.monotonic() + 3
    while any(is_idle(request, begun) for request in accepted) and time.monotonic() < patience:
        time.sleep(0.05)
    for request in list(accepted):
        if is_idle(request, begun):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RD)  # its thread reads the end
    server.server_close()  # joins the threads
    sys.exit(0)


def on_sigterm():
    """Return what waits for SIGTERM."""
    reader, writer = os.pipe()

    def handler(signum, frame):
        global draining
        draining = True
        os.write(writer, b"!")

    signal.signal(signal.SIGTERM, handler)
    return lambda: os.read(reader, 1)


def is_idle(request, begun):
    """Tell whether a connection is open and has never sent anything."""
    return request not in begun and request.fileno() != -1 and not is_readable(request)


def is_readable(it):
    poll = select.poll()
    try:
        poll.register(it, select.POLLIN)
    except ValueError:  # it is closed
        return False
    return bool(poll.poll(0))
