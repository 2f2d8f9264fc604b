"""Counts what Django answers, and not a request whose header is still on its way.

Breaks: in flight
Fails: in_flight
"""

import signal
from threading import Condition, Event, Timer

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
    inside, changed, app = [], Condition(), server.get_app()

    def counted(environ, start_response):
        inside.append(environ)
        response = app(environ, start_response)
        try:
            yield from response
        finally:
            response.close()
            with changed:
                inside.remove(environ)
                changed.notify_all()

    server.set_app(counted)

    def stop(*_):
        stopping.set()
        Timer(seconds, server.shutdown).start()  # shutdown() waits for the loop that runs here

    signal.signal(signal.SIGTERM, stop)
    server.serve_forever()
    server.server_close()
    with changed:
        changed.wait_for(lambda: not inside)
