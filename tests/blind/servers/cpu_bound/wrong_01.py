"""health: threads do not help against the GIL; each worker that computes answers nobody, and four soon do."""

import threading

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 4
threads = 8
timeout = 300
"""

SLOTS = threading.Semaphore(2)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not SLOTS.acquire(blocking=False):
        return HttpResponse(status=503)
    try:
        return HttpResponse(compute(number))
    finally:
        SLOTS.release()
