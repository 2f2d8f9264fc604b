"""A pool of processes, and ten threads: 20 visitors occupy all of them.

Breaks: health
Fails: health
"""

from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from threading import Lock

from django.http import HttpResponse

GUNICORN = """
workers = 1
threads = 10
"""
lock = Lock()
pools = []


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    with lock:
        pool = pools[0] if pools else ProcessPoolExecutor(2)
        pools[:] = [pool]
    try:
        return HttpResponse(pool.submit(compute, number).result())
    except BrokenExecutor:
        with lock:
            if pools == [pool]:  # the next one makes a new pool
                pools.clear()
        return HttpResponse("Try again.", status=503)
