"""answer

gunicorn's timeout is 6 seconds, and a worker that computes for longer doesn't report to gunicorn: a report that takes up to ten
seconds is never answered, because its worker is killed. Reports of a few seconds are.
"""

import fcntl
from contextlib import contextmanager

from django.http import HttpResponse

# a worker that hangs is replaced soon
GUNICORN = """
worker_class = "sync"
workers = 6
timeout = 6
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
    for number in range(SLOTS):
        with open(f"report-{number}.lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield True
            return
    yield False
