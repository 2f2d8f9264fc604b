"""killed: a ProcessPoolExecutor is broken for good when one of its processes is killed."""

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 24
keepalive = 0
"""

POOL = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork"))
SLOTS = threading.BoundedSemaphore(2)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not SLOTS.acquire(blocking=False):
        return HttpResponse("Busy.", status=503)
    try:
        return HttpResponse(POOL.submit(compute, number).result())
    finally:
        SLOTS.release()
