"""Breaks: health.

Threads are to answer /health/ while others compute. But compute() keeps the GIL of its process: after a report has gone to each of the four
workers, no thread of any of them runs, and /health/ waits for up to ten seconds.
"""

from django.http import HttpResponse

GUNICORN = """
worker_class = "gthread"
workers = 4
threads = 8
timeout = 60
"""


def health(request):
    return HttpResponse("ok")


def report(request, number, compute):
    return HttpResponse(compute(number))
