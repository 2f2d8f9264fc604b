"""Wrong: stop. The socket is closed after the last request: as long as a stream goes on, the kernel
accepts connections that nobody answers.
"""

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
    threads = []
    answer = server.process_request_thread

    def process_request(request, address):
        thread = threading.Thread(target=answer, args=(request, address), daemon=True)
        thread.start()
        threads.append(thread)

    def leave(*_):
        global leaving
        if not leaving:
            leaving = True
            threading.Timer(seconds, server.shutdown).start()

    server.process_request = process_request
    signal.signal(signal.SIGTERM, leave)
    server.serve_forever()
    accept_waiting(server)
    for thread in threads:
        thread.join()
    server.server_close()
    sys.exit(0)
