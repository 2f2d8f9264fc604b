"""A pool that has lost a process is broken for all later reports.

Breaks: killed
Fails: killed
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
        pool = pools[0] if pools else ProcessPoolExecutor(2)
        pools[:] = [pool]
    try:
        return HttpResponse(pool.submit(compute, number).result())
    except BrokenExecutor:
        return HttpResponse("Try again.", status=503)
