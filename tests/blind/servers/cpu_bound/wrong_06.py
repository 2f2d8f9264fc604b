"""killed: the lock is that a file exists; nobody removes it for a worker that was killed."""

import os

from django.http import HttpResponse

GUNICORN = """
workers = 4
timeout = 300
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    for slot in range(2):
        name = f"report-{slot}-{os.getppid()}.lock"
        try:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        try:
            return HttpResponse(compute(number))
        finally:
            os.unlink(name)
    return HttpResponse("Busy.", status=503)
