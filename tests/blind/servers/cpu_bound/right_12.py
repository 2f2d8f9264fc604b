"""Right: POSIX locks on three bytes of one file; six sync workers, so three always have time."""

import fcntl
import os

from django.http import HttpResponse

GUNICORN = """
workers = 6
timeout = 90
graceful_timeout = 15
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    descriptor = os.open("reports.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not any(locked(descriptor, byte) for byte in range(3)):
            return HttpResponse(status=503)
        return HttpResponse(compute(number))
    finally:
        os.close(descriptor)  # and unlocks


def locked(descriptor, byte):
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
    except OSError:
        return False
    return True
