"""A process for each processor of a large machine.

Breaks: processes
Fails: health
"""

from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from threading import Lock

from django.http import HttpResponse

GUNICORN = """
workers = 1
threads = 40
"""
lock = Lock()
pools = []


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with lock:
        pool = pools[0] if pools else ProcessPoolExecutor(16)
        pools[:] = [pool]
    try:
        return HttpResponse(pool.submit(compute, number).result())
    except BrokenExecutor:
        with lock:
            if pools == [pool]:  # the next one makes a new pool
                pools.clear()
        return HttpResponse("Try again.", status=503)
