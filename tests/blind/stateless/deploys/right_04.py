"""Right: counts the connections from before their thread starts to its end."""

import select
import signal
import sys
import threading

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User


leaving = False


def live(request):
    return HttpResponse("live")


def ready(request):
    if leaving:
        return HttpResponse("leaving", status=503)
    try:
        User.objects.exists()
    except OperationalError:
        return HttpResponse("no database", status=503)
    return HttpResponse("ready")


def accept_waiting(server):
    """Take the connections that the kernel has accepted already."""
    while select.select([server], [], [], 0)[0]:
        server.handle_request()


def run(server, seconds):
    idle = threading.Condition()
    active = 0
    start, answer = server.process_request, server.process_request_thread

    def counted_start(request, address):
        nonlocal active
        with idle:
            active += 1
        try:
            start(request, address)
        except BaseException:
            with idle:
                active -= 1
            raise

    def counted_answer(request, address):
        nonlocal active
        try:
            answer(request, address)
        finally:
            with idle:
                active -= 1
                idle.notify_all()

    server.process_request = counted_start
    server.process_request_thread = counted_answer

    def stop():
        server.shutdown()

    def leave(*_):
        global leaving
        if leaving:
            return
        leaving = True
        threading.Timer(seconds, stop).start()

    signal.signal(signal.SIGTERM, leave)
    server.serve_forever(poll_interval=0.1)
    accept_waiting(server)
    server.server_close()
    with idle:
        idle.wait_for(lambda: active == 0)
    sys.exit(0)
