"""gunicorn kills a worker that computes for more than six seconds.

Breaks: answer
Fails: each_worker
"""

from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.http import HttpResponse

GUNICORN = """
workers = 4
timeout = 6
"""
AT_ONCE = 2


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    slot = free_slot()
    if slot is None:
        return HttpResponse("Try again.", status=503, headers={"Retry-After": "30"})
    with slot:
        return HttpResponse(compute(number))


def free_slot():
    for number in range(AT_ONCE):
        file = Path(f"report-{number}.lock").open("w")
        try:
            flock(file, LOCK_EX | LOCK_NB)
            return file
        except BlockingIOError:
            file.close()
    return None
