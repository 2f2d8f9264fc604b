"""Breaks: killed.

The workers share a semaphore, made before they are forked. A worker that the kernel kills while it computes never releases it: after
the second kill all reports are answered with 503.
"""

import multiprocessing

from django.http import HttpResponse

GUNICORN = """
workers = 4
timeout = 60
preload_app = True
"""

slots = multiprocessing.get_context("fork").BoundedSemaphore(2)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    if not slots.acquire(block=False):
        return HttpResponse("Other reports are computed.", status=503)
    try:
        return HttpResponse(compute(number))
    finally:
        slots.release()
