"""Wrong (health): a report waits for its slot. With 20 visitors all seven workers wait or compute, and
nobody answers /health/.
"""

import fcntl

from django.http import HttpResponse

GUNICORN = """
workers = 7
timeout = 60
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    for slot in range(2):
        with open(f"report-{slot}.lock", "a") as file:
            # The last slot is worth waiting for.
            wait = 0 if slot == 1 else fcntl.LOCK_NB
            try:
                fcntl.flock(file, fcntl.LOCK_EX | wait)
            except BlockingIOError:
                continue
            return HttpResponse(compute(number))
    return HttpResponse(status=503)
