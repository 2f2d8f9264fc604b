"""Sync workers compute themselves, at most two of the four at a time: locks on files, which the kernel releases."""

import fcntl
from contextlib import contextmanager

from django.http import HttpResponse

GUNICORN = """
workers = 4
worker_class = "sync"
timeout = 300
"""

SLOTS = 2


@contextmanager
def slot():
    for number in range(SLOTS):
        with open(f"report-{number}.lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
    yield False


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with slot() as free:
        if not free:
            return HttpResponse("Other reports are computed.", status=503)
        return HttpResponse(compute(number))
