"""Seven single-threaded processes, of which three at most hold one of three file locks and compute; the kernel gives the lock of a killed one back."""

import fcntl
from contextlib import contextmanager

from django.http import HttpResponse

# gunicorn's first process and six more. Three of them are always free for /health/ and for 503.
GUNICORN = """
worker_class = "sync"
workers = 6
timeout = 90
"""
SLOTS = 3


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with slot() as is_free:
        if is_free:
            return HttpResponse(compute(number))
    return HttpResponse("Other reports are being computed.", status=503)


@contextmanager
def slot():
    """Hold one of the locks, if one is free. The end of a process, even a kill, frees its lock."""
    for number in range(SLOTS):
        with open(f"report-{number}.lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
    yield False
