"""A report takes up to ten seconds, and the timeout is thirty."""

import fcntl

from django.http import HttpResponse

GUNICORN = """
workers = 4
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    for slot in range(2):
        with open(f"report-{slot}.lock", "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return HttpResponse(compute(number))
    return HttpResponse(status=503)
