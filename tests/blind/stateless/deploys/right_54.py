"""service_actions(), which serve_forever() calls at each turn, looks at the clock and ends the loop; the started threads are joined."""

import signal
import threading
import time

from django.db import OperationalError
from django.http import HttpResponse

from arena.accounts.models import User

state = {"stop_at": None}


def live(request):
    return HttpResponse("live", content_type="text/plain")


def ready(request):
    if state["stop_at"] is not None:
        return HttpResponse("stopping", status=503, content_type="text/plain")
    try:
        list(User.objects.values_list("pk")[:1])
    except OperationalError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


class Finished(Exception):
    """The time for new requests is over."""


def run(server, seconds):
    threads = []

    def stop(signum, frame):
        if state["stop_at"] is None:
            state["stop_at"] = time.monotonic() + seconds

    def process_request(request, client_address):
        threads[:] = [thread for thread in threads if thread.is_alive()]
        work = threading.Thread(target=server.process_request_thread, args=(request, client_address))
        work.start()  # not a daemon: the process waits for it anyway
        threads.append(work)

    def service_actions():
        if state["stop_at"] is not None and time.monotonic() >= state["stop_at"]:
            raise Finished

    signal.signal(signal.SIGTERM, stop)
    server.process_request = process_request
    server.service_actions = service_actions
    try:
        server.serve_forever(poll_interval=0.05)
    except Finished:
        pass
    server.server_close()
    for thread in threads:
        thread.join()
    raise SystemExit(0)
