"""run() accepts by itself, in a loop of handle_request() with a deadline that the signal handler sets, and polls until no accepted connection has a request."""

import select
import signal
import socket
import sys
import threading
import time

from django.db import OperationalError, connection
from django.http import HttpResponse

stop_at = None  # after SIGTERM: when run() stops to accept


def live(request):
    return HttpResponse("live")


def ready(request):
    if stop_at is None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
        except OperationalError:
            return HttpResponse("no database", status=503)
    if stop_at is not None:
        return HttpResponse("ending", status=503)
    return HttpResponse("ready")


def run(server, seconds):
    waiting, busy, lock = set(), set(), threading.Lock()
    process_request, answer = server.process_request, server.process_request_thread

    def terminate(signum, frame):
        global stop_at
        if stop_at is None:
            stop_at = time.monotonic() + seconds

    def accepted(request, address):
        with lock:
            waiting.add(request)
        process_request(request, address)

    def in_thread(request, address):
        try:
            try:
                request.recv(1, socket.MSG_PEEK)  # until the request begins, or the client goes
            except OSError:
                pass
            with lock:
                busy.add(request)
                waiting.discard(request)
            answer(request, address)
        finally:
            with lock:
                busy.discard(request)

    def has_requests():
        with lock:
            return busy or any(is_readable(request) for request in waiting)

    server.process_request, server.process_request_thread = accepted, in_thread
    server.timeout = 0.1
    signal.signal(signal.SIGTERM, terminate)
    while stop_at is None or time.monotonic() < stop_at:
        server.handle_request()

    server.timeout = 0
    for _ in range(100):  # what is still in the kernel's queue
        if not is_readable(server):
            break
        server.handle_request()
    server.server_close()
    patience = time.monotonic() + 3  # with connections that haven't sent anything
    while has_requests() or (waiting and time.monotonic() < patience):
        time.sleep(0.02)
    sys.exit(0)


def is_readable(it):
    poll = select.poll()
    try:
        poll.register(it, select.POLLIN)
    except ValueError:  # it is closed
        return False
    return bool(poll.poll(0))
