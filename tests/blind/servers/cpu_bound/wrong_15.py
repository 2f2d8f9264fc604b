"""Wrong (together): the slot depends on the report's number. Reports 7 and 9 (or 7 twice) share one:
the second one gets 503, although nothing else is computed.
"""

import fcntl

from django.http import HttpResponse

GUNICORN = """
workers = 6
timeout = 60
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with open(f"report-{int(number) % 2}.lock", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return HttpResponse(status=503)
        return HttpResponse(compute(number))
