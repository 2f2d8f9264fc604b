"""processes: the limit is for each of four workers, so up to 1 + 4 + 8 processes."""

import multiprocessing
import signal
import threading

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 4
threads = 24
keepalive = 0
"""

FORK = multiprocessing.get_context("fork")
SLOTS = threading.BoundedSemaphore(2)
STARTING = threading.Lock()


def health(request):
    return HttpResponse("ok")


def work(sender, compute, number):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        outcome = True, compute(number)
    except Exception as error:
        outcome = False, repr(error)
    sender.send(outcome)


def report(request, number, compute):
    if not SLOTS.acquire(blocking=False):
        return HttpResponse(status=503)
    try:
        with STARTING:
            receiver, sender = FORK.Pipe(duplex=False)
            process = FORK.Process(target=work, args=(sender, compute, number), daemon=True)
            process.start()
            sender.close()
        try:
            done, result = receiver.recv()
        except EOFError:
            done, result = False, "killed"
        process.join()
    finally:
        SLOTS.release()
    if not done:
        raise RuntimeError(result)
    return HttpResponse(result)
