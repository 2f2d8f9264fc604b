"""Sync workers again: three bytes of one file are the slots (POSIX locks)."""

import fcntl
import os

from django.http import HttpResponse, HttpResponseServerError

GUNICORN = """
workers = 6
timeout = 0
"""

SLOTS = 3


def health(request):
    return HttpResponse("ok")


def lock(file):
    for slot in range(SLOTS):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, slot)
        except (BlockingIOError, PermissionError):
            continue
        return True
    return False


def report(request, number, compute):
    file = os.open("reports.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not lock(file):
            return HttpResponse(status=503, headers={"Retry-After": "60"})
        try:
            return HttpResponse(compute(number))
        except Exception as error:
            return HttpResponseServerError(type(error).__name__)
    finally:
        os.close(file)  # and that releases the lock
