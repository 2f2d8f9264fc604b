"""A process for each report, two for each of two threaded workers; 1 + 2 + 4 processes."""

import multiprocessing
import signal
import threading

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 2
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


def in_a_process(compute, number):
    # One start at a time: a sibling must not inherit `sender`, or a kill would go unnoticed.
    with STARTING:
        receiver, sender = FORK.Pipe(duplex=False)
        process = FORK.Process(target=work, args=(sender, compute, number), daemon=True)
        process.start()
        sender.close()
    try:
        return receiver.recv()
    except EOFError:
        return False, "killed"
    finally:
        receiver.close()
        process.join()


def report(request, number, compute):
    if not SLOTS.acquire(blocking=False):
        return HttpResponse("Busy.", status=503)
    try:
        done, result = in_a_process(compute, number)
    finally:
        SLOTS.release()
    if not done:
        raise RuntimeError(result)
    return HttpResponse(result)
