"""Wrong (exit): the number of open requests isn't decreased if the handler raises.

A client that resets its connection before its request (a TCP probe) raises ConnectionResetError in
finish_request(): from then on the process waits for it for ever after SIGTERM.
"""

import select
import signal
import sys
import threading

from django.db import OperationalError, connection
from django.http import HttpResponse

stopping = threading.Event()
idle = threading.Condition()
open_requests = 0


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
    accept, finish = server.process_request, server.finish_request

    def counted_accept(request, client_address):
        global open_requests
        with idle:
            open_requests += 1
        accept(request, client_address)

    def counted_finish(request, client_address):
        global open_requests
        finish(request, client_address)
        with idle:
            open_requests -= 1
            idle.notify_all()

    server.process_request = counted_accept
    server.finish_request = counted_finish

    def stop(number, frame):
        if not stopping.is_set():
            stopping.set()
            timer = threading.Timer(seconds, server.shutdown)
            timer.daemon = True
            timer.start()

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever(poll_interval=0.05)
    for _ in range(100):
        if not select.select([server], [], [], 0)[0]:
            break
        server.handle_request()
    server.server_close()
    with idle:
        idle.wait_for(lambda: open_requests <= 0)
    # The last responses are in the kernel's hands; their sockets close with the process.
    sys.exit(0)
