"""killed

A slot is a file that a finally removes, and that nobody removes if the kernel kills the process: after three kills all slots
are taken, and each report is 503 until the files are ten minutes old.
"""

import os
import time
from contextlib import contextmanager, suppress

from django.http import HttpResponse

GUNICORN = """
worker_class = "sync"
workers = 6
timeout = 90
"""
SLOTS = 3


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with slot() as is_free:
        if is_free:
            return HttpResponse(compute(number))
    return HttpResponse("Other reports are being computed.", status=503)


@contextmanager
def slot():
    for number in range(SLOTS):
        path = f"report-{number}.lock"
        with suppress(FileNotFoundError):
            if time.time() - os.stat(path).st_mtime > 600:  # of a process that has crashed
                os.remove(path)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        try:
            yield True
        finally:
            with suppress(FileNotFoundError):
                os.remove(path)
        return
    yield False
