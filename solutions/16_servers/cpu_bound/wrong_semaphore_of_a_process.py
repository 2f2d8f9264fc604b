"""A semaphore counts in each process for itself, where one report fills the worker.

Breaks: health
Fails: health
"""

from threading import BoundedSemaphore

from django.http import HttpResponse

GUNICORN = """
workers = 4
"""
free = BoundedSemaphore(2)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not free.acquire(blocking=False):
        return HttpResponse("Busy.", status=503)
    try:
        return HttpResponse(compute(number))
    finally:
        free.release()
