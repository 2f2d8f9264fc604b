"""Breaks: together.

One lock keeps the other workers free for /health/, but only one report is computed at a time: the second of two gets 503 although
three workers have nothing to do.
"""

import fcntl

from django.http import HttpResponse

GUNICORN = """
workers = 4
timeout = 60
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with open("report.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return HttpResponse("Another report is computed now.", status=503)
        return HttpResponse(compute(number))
