"""Seven sync workers and one file: a worker that computes locks one of the file's first three bytes with lockf()."""

import fcntl
import os

from django.http import HttpResponse

GUNICORN = """
# With the first process these are eight. At most three compute, so four are left for the rest.
workers = 7
threads = 1
timeout = 120
"""

LOCKS = "reports.lock"
AT_THE_SAME_TIME = 3


class Busy(Exception):
    pass


class Slot:
    def __enter__(self):
        self.file = os.open(LOCKS, os.O_RDWR | os.O_CREAT, 0o600)
        for byte in range(AT_THE_SAME_TIME):
            try:
                fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except OSError:
                continue
            return byte
        os.close(self.file)
        raise Busy

    def __exit__(self, *error):
        os.close(self.file)  # unlocks


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    try:
        with Slot():
            content = compute(number)
    except Busy:
        return HttpResponse(status=503)
    return HttpResponse(content)
