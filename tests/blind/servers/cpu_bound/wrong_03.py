"""together: one lock, one report at a time."""

import fcntl

from django.http import HttpResponse

GUNICORN = """
workers = 4
timeout = 300
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with open("report.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return HttpResponse("Busy.", status=503)
        return HttpResponse(compute(number))
