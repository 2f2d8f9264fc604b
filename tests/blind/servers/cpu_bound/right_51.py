"""Four single-threaded workers; two of them may compute, which flock() on two files decides, and the kernel unlocks when one dies."""

import fcntl
from contextlib import contextmanager

from django.http import HttpResponse

GUNICORN = """
worker_class = "sync"
workers = 4
timeout = 60
"""

PLACES = 2


def health(request):
    return HttpResponse("ok")


@contextmanager
def place():
    """Give whether there is a place to compute, and hold it until the end of the block."""
    for number in range(PLACES):
        with open(f"report-{number}.lock", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
    yield False


def report(request, number, compute):
    with place() as is_free:
        if is_free:
            return HttpResponse(compute(number))
    return HttpResponse("Other reports are computed now.", status=503, headers={"Retry-After": "10"})
