"""Right: one process per request; two of five may compute, which the kernel's file locks decide."""

import fcntl
from contextlib import contextmanager

from django.http import HttpResponse

GUNICORN = """
workers = 5
worker_class = "sync"
timeout = 60
"""

SLOTS = 2


def health(request):
    return HttpResponse("ok")


@contextmanager
def slot():
    """Give whether this process may compute. A lock goes with the process that has it."""
    for number in range(SLOTS):
        with open(f"report-{number}.lock", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
    yield False


def report(request, number, compute):
    with slot() as free:
        if not free:
            return HttpResponse("Other reports are computed.", status=503)
        return HttpResponse(compute(number))
