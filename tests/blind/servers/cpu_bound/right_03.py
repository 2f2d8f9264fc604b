"""os.fork() and a pipe; the child closes what it has inherited."""

import os
import pickle
import signal
import threading

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 32
"""

SLOTS = threading.Semaphore(4)
STARTING = threading.Lock()


def health(request):
    return HttpResponse("ok")


def child(compute, number, pipe):
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.closerange(3, pipe)
        os.closerange(pipe + 1, 65_536)
        data = pickle.dumps(compute(number))
        with open(pipe, "wb") as file:
            file.write(data)
        code = 0
    finally:
        os._exit(code)


def report(request, number, compute):
    if not SLOTS.acquire(blocking=False):
        return HttpResponse("Four reports are being computed.", status=503)
    try:
        with STARTING:
            mine, its = os.pipe()
            pid = os.fork()
            if pid == 0:
                child(compute, number, its)
            os.close(its)
        with open(mine, "rb") as file:
            data = file.read()
        _, status = os.waitpid(pid, 0)
    finally:
        SLOTS.release()
    if status != 0:
        return HttpResponse("No report.", status=500)
    return HttpResponse(pickle.loads(data))
