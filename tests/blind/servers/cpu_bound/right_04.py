"""Two pools of one process each: a killed process breaks its own pool only, and that is replaced."""

import multiprocessing
import queue
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 24
keepalive = 0
"""

STARTING = threading.Lock()
FREE = queue.SimpleQueue()
FREE.put(None)
FREE.put(None)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    try:
        pool = FREE.get_nowait()
    except queue.Empty:
        return HttpResponse("Two reports are being computed.", status=503)
    try:
        with STARTING:
            if pool is None:
                pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork"))
            future = pool.submit(compute, number)
        return HttpResponse(future.result())
    except BrokenProcessPool:
        pool.shutdown(wait=False)
        pool = None
        return HttpResponse("The report was killed.", status=500)
    finally:
        FREE.put(pool)
