"""The main thread waits for the signal, and another one serves."""

import os
import signal
import threading
import time

from django.db import OperationalError
from django.http import JsonResponse

from arena.accounts.models import User

STATE = {"ready": True}


def live(request):
    return JsonResponse({"pid": os.getpid()})


def ready(request):
    try:
        User.objects.exists()
    except OperationalError as error:
        return JsonResponse({"error": str(error)}, status=503)
    return JsonResponse(STATE, status=200 if STATE["ready"] else 503)


def run(server, seconds):
    server.daemon_threads = False
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda signum, frame: told.set())
    loop = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    loop.start()
    told.wait()
    STATE["ready"] = False
    time.sleep(seconds)
    server.shutdown()
    loop.join()
    server.server_close()
    raise SystemExit(0)
