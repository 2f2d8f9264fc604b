"""The number of a report says which slot it takes: two reports may need the same one.

Breaks: together
Fails: health
"""

import fcntl
from pathlib import Path

from django.http import HttpResponse

GUNICORN = """
workers = 6
timeout = 60
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with Path(f"report-{int(number) % 2}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return HttpResponse(status=503)
        return HttpResponse(compute(number))
