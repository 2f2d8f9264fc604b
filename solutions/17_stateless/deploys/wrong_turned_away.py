"""New requests get a 503, as if nobody was there.

Breaks: drain
Fails: drain
"""

import signal
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
    server.daemon_threads = False  # server_close() waits for the others

    def stop(*_):
        stopping.set()
        Timer(seconds, server.shutdown).start()  # shutdown() waits for the loop that runs here

    app = server.get_app()

    def unless_stopping(environ, start_response):
        if stopping.is_set() and environ["PATH_INFO"] not in ("/live/", "/ready/"):
            start_response("503 Service Unavailable", [])
            return [b""]
        return app(environ, start_response)

    server.set_app(unless_stopping)
    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    server.server_close()
