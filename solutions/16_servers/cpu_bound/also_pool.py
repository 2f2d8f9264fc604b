"""Threads that wait for two other processes; a pool that has lost one is replaced."""

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
        pool = pools[0] if pools else ProcessPoolExecutor(2)
        pools[:] = [pool]
    try:
        return HttpResponse(pool.submit(compute, number).result())
    except BrokenExecutor:
        with lock:
            if pools == [pool]:  # the next one makes a new pool
                pools.clear()
        return HttpResponse("Try again.", status=503)
