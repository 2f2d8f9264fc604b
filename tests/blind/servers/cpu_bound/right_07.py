"""Names of abstract sockets are the slots: who binds one has it, until its process ends."""

import hashlib
import os
import socket

from django.http import HttpResponse

GUNICORN = """
workers = 5
worker_class = "sync"
timeout = 600
"""

SLOTS = 2


def health(request):
    return HttpResponse("ok")


def take():
    site = hashlib.sha256(os.getcwd().encode()).hexdigest()[:32]
    for slot in range(SLOTS):
        mine = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            mine.bind(f"\0arena-report-{site}-{slot}")
        except OSError:
            mine.close()
        else:
            return mine
    return None


def report(request, number, compute):
    mine = take()
    if mine is None:
        return HttpResponse("Try later.", status=503)
    with mine:
        return HttpResponse(compute(number))
