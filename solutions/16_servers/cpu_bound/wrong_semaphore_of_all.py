"""A semaphore of all processes: who is killed does not give it back.

Breaks: killed
Fails: killed
"""

from multiprocessing import BoundedSemaphore

from django.http import HttpResponse

GUNICORN = """
workers = 4
preload_app = True
"""
free = BoundedSemaphore(2)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not free.acquire(block=False):
        return HttpResponse("Busy.", status=503)
    try:
        return HttpResponse(compute(number))
    finally:
        free.release()
