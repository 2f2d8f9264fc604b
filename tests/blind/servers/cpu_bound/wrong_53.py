"""Breaks: killed.

A pool of two processes computes while threads answer. When one of the two is killed, the pool is broken for good: every later report
is an error 500 (BrokenProcessPool), because nobody makes a new one.
"""

from concurrent.futures import ProcessPoolExecutor
from functools import cache

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 1
threads = 40
timeout = 120
"""


@cache
def pool():
    return ProcessPoolExecutor(max_workers=2)


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    return HttpResponse(pool().submit(compute, number).result())
