"""Threads: compute() keeps the GIL, and all threads of its worker wait.

Breaks: health
Fails: health
"""

from django.http import HttpResponse

GUNICORN = """
workers = 4
threads = 25
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    return HttpResponse(compute(number))
