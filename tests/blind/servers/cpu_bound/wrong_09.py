"""killed: apply() of a multiprocessing.Pool waits forever for a killed process; two kills, and both slots are gone."""

import multiprocessing
import threading

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 24
keepalive = 0
"""

SLOTS = threading.BoundedSemaphore(2)
STARTING = threading.Lock()
POOL = None


def health(request):
    return HttpResponse("ok")


def pool():
    global POOL
    with STARTING:
        if POOL is None:
            POOL = multiprocessing.get_context("fork").Pool(2)
        return POOL


def report(request, number, compute):
    if not SLOTS.acquire(blocking=False):
        return HttpResponse(status=503)
    try:
        return HttpResponse(pool().apply(compute, (number,)))
    finally:
        SLOTS.release()
