"""Without the database, this process gets requests that it can't answer.

Breaks: ready
Fails: ready
"""

import signal
from threading import Event, Timer

from django.http import HttpResponse

stopping = Event()


def live(request):
    return HttpResponse("live")


def ready(request):
    if stopping.is_set():
        return HttpResponse("stopping", status=503)
    return HttpResponse("ready")


def run(server, seconds):
    server.daemon_threads = False  # server_close() waits for the others

    def stop(*_):
        stopping.set()
        Timer(seconds, server.shutdown).start()  # shutdown() waits for the loop that runs here

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    server.server_close()
