"""Four sync workers, two locks, and a process for the work: a killed one is a 500, not a lost connection."""

import fcntl
import multiprocessing
import signal
from multiprocessing.connection import wait

from django.http import HttpResponse

GUNICORN = """
workers = 4
timeout = 240
"""

FORK = multiprocessing.get_context("fork")


def health(request):
    return HttpResponse("ok")


def locked():
    for name in ("first.lock", "second.lock"):
        file = open(name, "ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
        else:
            return file
    return None


def work(sender, compute, number):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sender.send(compute(number))


def report(request, number, compute):
    file = locked()
    if file is None:
        return HttpResponse(status=503)
    with file:
        receiver, sender = FORK.Pipe(duplex=False)
        process = FORK.Process(target=work, args=(sender, compute, number))
        process.start()
        sender.close()
        with receiver:
            wait([receiver, process.sentinel])
            try:
                response = HttpResponse(receiver.recv())
            except EOFError:
                response = HttpResponse("No report.", status=500)
        process.join()
    return response
